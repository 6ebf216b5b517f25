namespace Downbeat.Tests;

public sealed class InvalidValueExceptionTests
{
    [Fact]
    public void The_message_names_field_value_and_what_is_allowed()
    {
        var error = new InvalidValueException("minute", "61", "0 to 59");

        error.Message.ShouldBe("minute: '61' is not allowed; allowed: 0 to 59");
        error.Field.ShouldBe("minute");
        error.Value.ShouldBe("61");
        error.Allowed.ShouldBe("0 to 59");
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public void A_missing_value_is_shown_as_null_and_a_long_one_is_cut()
    {
        new InvalidValueException("name", null, "text").Message.ShouldStartWith("name: null is");
        new InvalidValueException("name", new string('x', 5000), "text").Message.Length.ShouldBeLessThan(300);
    }
}

using System.Reflection;
using System.Text.Json;
using Downbeat.Serialization;
using Downbeat.Tests.Protocol;

namespace Downbeat.Tests.Serialization;

public sealed class ExceptionInfoTests
{
    [Fact]
    public void A_dotnet_exception_is_known_by_its_class_and_namespace()
    {
        ExceptionInfo info = ExceptionInfo.From(Thrown(() => throw new InvalidOperationException("it's \"no\" use")));

        info.ToJson().GetRawText().ShouldBe(
            """{"exc_type":"InvalidOperationException","exc_message":["it's \"no\" use"],"exc_module":"System"}""");
        info.Message.ShouldBe("it's \"no\" use");
        info.Traceback.ShouldNotBeNull();
        info.Traceback.ShouldStartWith("System.InvalidOperationException: it's");
        info.Traceback.ShouldContain(nameof(A_dotnet_exception_is_known_by_its_class_and_namespace));
    }

    [Fact]
    public void The_stack_trace_tells_of_the_exceptions_inside() =>
        ExceptionInfo.From(new InvalidOperationException("outer", new FormatException("inner")))
            .Traceback!.ShouldContain("FormatException: inner");

    [Fact]
    public void A_generic_class_is_known_without_its_parameters() =>
        ExceptionInfo.From(new Broken<int>("x")).Type.ShouldBe("Broken");

    [Fact]
    public void What_reflection_wrapped_is_taken_out_of_its_wrapping() =>
        ExceptionInfo.From(new TargetInvocationException(new TargetInvocationException(new FormatException("x"))))
            .Type.ShouldBe("FormatException");

    [Fact]
    public void A_message_with_half_a_surrogate_pair_can_be_written() =>
        ExceptionInfo.From(new FormatException("a\ud800b")).Message.ShouldBe("a\ufffdb");

    [Fact]
    public void Every_exception_that_celery_kept_comes_out_as_it_went_in()
    {
        foreach (JsonElement recorded in Recordings.Lines("exceptions.jsonl"))
        {
            JsonElement result = recorded.GetProperty("result");

            ExceptionInfo info = ExceptionInfo.FromJson(result, recorded.GetProperty("traceback").GetString());

            JsonElement.DeepEquals(info.ToJson(), result).ShouldBeTrue(result.GetRawText());
            info.Traceback.ShouldBe(recorded.GetProperty("traceback").GetString());
        }
    }

    [Theory]
    [InlineData("""{"exc_type":"LabError","exc_message":["first",42],"exc_module":"labapp"}""", "('first', 42)")]
    [InlineData("""{"exc_type":"ValueError","exc_message":["boom"],"exc_module":"builtins"}""", "boom")]
    [InlineData("""{"exc_type":"TimeLimitExceeded","exc_message":[1],"exc_module":"billiard.exceptions"}""", "1")]
    [InlineData("""{"exc_type":"SoftTimeLimitExceeded","exc_message":[],"exc_module":"billiard.exceptions"}""", "")]
    [InlineData("""{"exc_type":"KeyError","exc_message":"old","exc_module":null}""", "old")]
    [InlineData("""{"exc_type":"KeyError","exc_message":null}""", "")]
    [InlineData("""{"exc_type":"KeyError"}""", "")]
    public void The_message_is_what_python_would_show(string json, string message) =>
        ExceptionInfo.FromJson(JsonElement.Parse(json)).Message.ShouldBe(message);

    [Theory]
    [InlineData("null", 0)]
    [InlineData("\"ValueError('x')\"", 1)]
    [InlineData("{\"error\":1}", 1)]
    [InlineData("{\"exc_type\":7}", 1)]
    [InlineData("{\"exc_type\":\"\"}", 1)]
    public void What_is_no_exception_becomes_the_argument_of_a_nameless_one(string json, int count)
    {
        ExceptionInfo info = ExceptionInfo.FromJson(JsonElement.Parse(json));

        info.Type.ShouldBe("Exception");
        info.Module.ShouldBeNull();
        info.Args.Count.ShouldBe(count);
    }

    [Fact]
    public void Those_that_celery_reports_itself_are_made_by_name() =>
        ExceptionInfo.Create("TaskRevokedError", "celery.exceptions", "revoked").ToJson().GetRawText().ShouldBe(
            """{"exc_type":"TaskRevokedError","exc_message":["revoked"],"exc_module":"celery.exceptions"}""");

    [Fact]
    public void An_exception_has_a_name() =>
        Should.Throw<InvalidValueException>(() => ExceptionInfo.Create("", null)).Field.ShouldBe("exc_type");

    private static InvalidOperationException Thrown(Action action)
    {
        try
        {
            action();
        }
        catch (InvalidOperationException error)
        {
            return error;
        }

        throw new ArgumentException("Nothing was thrown.", nameof(action));
    }

    private sealed class Broken<T>(string message) : Exception(message)
    {
        public T? Value { get; init; }
    }
}

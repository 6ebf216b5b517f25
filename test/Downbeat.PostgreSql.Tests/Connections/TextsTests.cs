using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Tests.Connections;

public sealed class TextsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain 🦊")]
    [InlineData("a\0b\0")]
    [InlineData("\u0010")]
    [InlineData("\u00100\0\u0010\u0010")]
    [InlineData("\0")]
    public void Whatever_is_written_is_read_again_and_holds_no_NUL(string text)
    {
        string encoded = Texts.Encode(text);

        encoded.ShouldNotContain("\0");
        Texts.Decode(encoded).ShouldBe(text);
    }

    [Fact]
    public void Half_of_a_character_becomes_the_sign_for_what_is_no_character()
    {
        Texts.Encode("a\uD83Eb").ShouldBe("a\uFFFDb");
        Texts.Encode("a\uDD8A").ShouldBe("a\uFFFD");
    }

    [Theory]
    [InlineData("a\u0010")]
    [InlineData("a\u0010x")]
    public void What_others_have_written_is_read_as_it_is(string text)
    {
        Texts.Decode(text).ShouldBe(text);
    }
}

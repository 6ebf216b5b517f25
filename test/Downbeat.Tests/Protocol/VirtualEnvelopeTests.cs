using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class VirtualEnvelopeTests
{
    private const string Headers = """{"task":"t","id":"i"}""";

    [Fact]
    public void A_plain_body_is_taken_as_it_stands()
    {
        TaskMessage message = ReadTask($$$"""{"body":"[[\"\u00e9\"], {}, {}]","headers":{{{Headers}}},"properties":{}}""");

        Encoding.UTF8.GetString(message.Body.Span).ShouldBe("[[\"é\"], {}, {}]");
        message.ContentType.ShouldBe("application/json");
        message.ContentEncoding.ShouldBe("utf-8");
    }

    [Fact]
    public void The_body_may_stand_anywhere_in_the_envelope()
    {
        TaskMessage message = ReadTask(
            $$"""
            {"properties":{"body_encoding":"base64"},"headers":{{Headers}},"content-type":"x","content-encoding":"binary",
            "other":[1],"body":"AP8="}
            """);

        message.Body.ToArray().ShouldBe([0, 255]);
        message.ContentType.ShouldBe("x");
        message.ContentEncoding.ShouldBe("binary");
    }

    [Theory]
    [InlineData("", "[]")]
    [InlineData("UTF-8", "[]")]
    [InlineData("Base64", "W10=")]
    public void However_the_encoding_of_a_body_is_spelled_it_can_be_written_again(string encoding, string body)
    {
        string text = $$"""{"body":"{{body}}","properties":{"body_encoding":"{{encoding}}"},"headers":{"task":"t","id":"i"} }""";

        VirtualEnvelope read = VirtualEnvelope.Read(Encoding.UTF8.GetBytes(text));
        VirtualEnvelope again = VirtualEnvelope.Read(JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, read)));

        again.Body.ToArray().ShouldBe("[]"u8.ToArray());
    }

    [Theory]
    [InlineData("""{"headers":{"task":"t","id":"i"},"properties":{}}""", "body")]
    [InlineData("""{"body":null,"headers":{"task":"t","id":"i"},"properties":{}}""", "body")]
    [InlineData("""{"body":[1],"headers":{"task":"t","id":"i"},"properties":{}}""", "body")]
    [InlineData("""{"body":"é","headers":{"task":"t","id":"i"},"properties":{"body_encoding":"base64"}}""", "body")]
    [InlineData("""{"body":"","headers":{"task":"t","id":"i"},"properties":{"body_encoding":"rot13"}}""", "properties.body_encoding")]
    [InlineData("""{"body":"","headers":[],"properties":{}}""", "headers")]
    [InlineData("""{"body":"","headers":{"task":"t","id":"i"},"properties":[]}""", "properties")]
    [InlineData("""{"body":"","headers":{"task":"t","id":"i"},"content-type":1}""", "content-type")]
    [InlineData("""{"body":"","headers":{"task":"t","id":"i"},"content-encoding":1}""", "content-encoding")]
    [InlineData("""{"body":"","headers":{"task":"t"}}""", "id")]
    [InlineData("""{"body":"[]","headers":{}}""", "headers")]
    [InlineData("""{"body":"","headers":{},"content-type":"application/x-yaml"}""", "headers")]
    [InlineData("[]", "envelope")]
    [InlineData("", "envelope")]
    [InlineData("""{"body":"","headers":{"task":"t","id":"i"}} {}""", "envelope")]
    public void What_is_no_task_message_is_refused_by_the_part_that_is_wrong(string json, string part) =>
        Should.Throw<InvalidMessageException>(() => ReadTask(json)).Part.ShouldBe(part);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Should.Throw<InvalidMessageException>(() => VirtualEnvelope.Read([(byte)'"', 0xff, (byte)'"'])).Found.ShouldBe("not UTF-8");

    [Fact]
    public void A_body_is_written_as_text_when_no_encoding_is_wanted()
    {
        var envelope = new VirtualEnvelope { Body = "\"é\\\""u8.ToArray(), Properties = new MessageProperties { BodyEncoding = null } };

        VirtualEnvelope read = VirtualEnvelope.Read(JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, envelope)));

        read.Body.ToArray().ShouldBe(envelope.Body.ToArray());
        read.Properties.BodyEncoding.ShouldBeNull();
    }

    [Fact]
    public void A_body_that_is_no_text_cannot_be_written_as_text()
    {
        var envelope = new VirtualEnvelope { Body = new byte[] { 0xff }, Properties = new MessageProperties { BodyEncoding = null } };

        Should.Throw<InvalidValueException>(() => JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, envelope)))
            .Field.ShouldBe("properties.body_encoding");
    }

    [Fact]
    public void After_a_failure_the_next_message_is_written_whole()
    {
        var bad = new VirtualEnvelope { Body = default, Properties = new MessageProperties { BodyEncoding = "rot13" } };
        var good = new VirtualEnvelope { Body = "[]"u8.ToArray() };

        Should.Throw<InvalidValueException>(() => JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, bad)));

        JsonElement written = JsonElement.Parse(JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, good)));
        written.GetProperty("body").GetString().ShouldBe("W10=");
        written.GetProperty("headers").GetRawText().ShouldBe("{}");
    }

    [Fact]
    public void Text_is_written_as_it_is_and_not_escaped()
    {
        var message = new TaskMessage
        {
            Headers = new TaskHeaders { Task = "é☃", Id = "i", ArgsRepr = "('<a>&+',)" },
            Properties = new MessageProperties(),
            Body = "[]"u8.ToArray(),
        };

        string written = JsonAssert.Written(output => VirtualEnvelope.WriteTask(output, message));

        written.ShouldContain("é☃");
        written.ShouldContain("('<a>&+',)");
    }

    private static TaskMessage ReadTask(string json) => VirtualEnvelope.ReadTask(Encoding.UTF8.GetBytes(json));
}

using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class RecordedMessageTests
{
    // Arguments that are not JSON: NaN, Infinity.
    private static readonly string[] NotJson = ["s043", "s044"];

    // Reprs of what JSON does not tell apart: tuples inside, lists as args, keys that are no text; or given by the sender.
    private static readonly string[] OtherReprs = ["s031", "s043", "s044", "s049", "s051", "s053", "s065", "s066", "s067"];

    [Fact]
    public void Every_envelope_on_redis_comes_out_as_it_went_in()
    {
        int checkedMessages = 0;
        foreach (RecordedMessage recorded in Recordings.Redis().Where(message => !message.IsProtocolOne))
        {
            TaskMessage message = VirtualEnvelope.ReadTask(recorded.Raw);

            JsonElement written = JsonElement.Parse(JsonAssert.WrittenBytes(output => VirtualEnvelope.WriteTask(output, message)));

            JsonElement.DeepEquals(written.GetProperty("body"), recorded.Decoded.GetProperty("body")).ShouldBeTrue(recorded.ToString());
            written.GetProperty("headers").ShouldHaveTheSameFields(recorded.Decoded.GetProperty("headers"), recorded.ToString());
            written.GetProperty("properties").ShouldHaveTheSameFields(recorded.Decoded.GetProperty("properties"), recorded.ToString());
            written.GetProperty("content-type").GetString().ShouldBe(recorded.Decoded.GetProperty("content-type").GetString());
            written.GetProperty("content-encoding").GetString().ShouldBe(recorded.Decoded.GetProperty("content-encoding").GetString());
            checkedMessages++;
        }

        checkedMessages.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void Every_header_on_amqp_comes_out_as_it_went_in()
    {
        int checkedMessages = 0;
        foreach (RecordedMessage recorded in Recordings.Amqp().Where(message => !message.IsProtocolOne))
        {
            JsonElement headers = recorded.Message.GetProperty("headers");

            TaskHeaders read = TaskHeadersJson.Read(Encoding.UTF8.GetBytes(headers.GetRawText()));
            JsonElement written = JsonElement.Parse(JsonAssert.WrittenBytes(output => TaskHeadersJson.Write(output, read)));

            written.ShouldHaveTheSameFields(headers, recorded.ToString());
            checkedMessages++;
        }

        checkedMessages.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void Every_body_that_is_json_comes_out_as_it_went_in()
    {
        int checkedMessages = 0;
        foreach (RecordedMessage recorded in JsonMessages())
        {
            TaskMessage message = VirtualEnvelope.ReadTask(recorded.Raw);

            MessageBody body = message.ReadBody();
            JsonElement written = JsonElement.Parse(JsonAssert.WrittenBytes(output => MessageBodyWriter.Write(output, body)));

            JsonElement.DeepEquals(written, recorded.Decoded.GetProperty("body_decoded")).ShouldBeTrue(recorded.ToString());
            checkedMessages++;
        }

        checkedMessages.ShouldBeGreaterThan(70);
    }

    [Fact]
    public void The_reprs_of_arguments_are_those_that_celery_sent()
    {
        int checkedMessages = 0;
        foreach (RecordedMessage recorded in JsonMessages().Where(message => !OtherReprs.Contains(message.Name)))
        {
            TaskMessage message = VirtualEnvelope.ReadTask(recorded.Raw);
            MessageBody body = message.ReadBody();

            PythonRepr.Args(body.Args).ShouldBe(message.Headers.ArgsRepr, recorded.ToString());
            PythonRepr.Kwargs(body.Kwargs).ShouldBe(message.Headers.KwargsRepr, recorded.ToString());
            checkedMessages++;
        }

        checkedMessages.ShouldBeGreaterThan(60);
    }

    [Fact]
    public void The_recorded_s051_repr_differs_only_in_the_brackets_of_a_tuple_inside()
    {
        RecordedMessage recorded = Recordings.Redis("s051");
        TaskMessage message = VirtualEnvelope.ReadTask(recorded.Raw);

        PythonRepr.Args(message.ReadBody().Args).ShouldBe(message.Headers.ArgsRepr.Replace("(...,)", "[...]", StringComparison.Ordinal));
    }

    [Fact]
    public void Nan_and_infinity_are_refused_and_the_reason_is_given()
    {
        foreach (RecordedMessage recorded in Recordings.Redis().Where(message => NotJson.Contains(message.Name)))
        {
            TaskMessage message = VirtualEnvelope.ReadTask(recorded.Raw);

            InvalidMessageException error = Should.Throw<InvalidMessageException>(() => message.ReadBody());

            error.Part.ShouldBe("body");
            error.Message.ShouldContain("NaN or Infinity");
        }
    }

    [Fact]
    public void A_body_that_is_not_json_is_refused_by_its_content_type()
    {
        foreach (string name in new[] { "s037", "s038", "s039" })
        {
            TaskMessage message = VirtualEnvelope.ReadTask(Recordings.Redis(name).Raw);

            Should.Throw<InvalidMessageException>(() => message.ReadBody()).Part.ShouldBe("content-type");
        }
    }

    [Fact]
    public void A_body_compressed_with_bzip2_is_refused_by_its_compression()
    {
        TaskMessage message = VirtualEnvelope.ReadTask(Recordings.Redis("s036").Raw);

        InvalidMessageException error = Should.Throw<InvalidMessageException>(() => message.ReadBody());

        error.Part.ShouldBe("compression");
        error.Found.ShouldBe("'application/x-bz2'");
    }

    [Theory]
    [InlineData("s034")]
    [InlineData("s035")]
    [InlineData("compression_result_conf")]
    public void A_body_compressed_with_gzip_or_zlib_is_read(string name)
    {
        TaskMessage message = VirtualEnvelope.ReadTask(Recordings.Redis(name).Raw);

        message.ReadBody().Args.GetRawText().ShouldBe("[2, 3]");
    }

    [Fact]
    public void A_message_that_redis_restored_keeps_its_mark_and_events_and_commands_are_read_too()
    {
        foreach (JsonElement line in Recordings.Lines("envelopes.jsonl"))
        {
            byte[] raw = Encoding.UTF8.GetBytes(line.GetRawText());

            VirtualEnvelope envelope = VirtualEnvelope.Read(raw);
            JsonElement written = JsonElement.Parse(JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, envelope)));

            JsonElement.DeepEquals(written, line).ShouldBeTrue(line.GetRawText());
        }

        TaskMessage restored = VirtualEnvelope.ReadTask(Encoding.UTF8.GetBytes(Recordings.Lines("envelopes.jsonl")[0].GetRawText()));
        restored.Headers.Extra["redelivered"].GetBoolean().ShouldBeTrue();
        restored.Properties.DeliveryInfo!.Redelivered.ShouldBe(true);
    }

    [Fact]
    public void Messages_of_protocol_1_become_messages_of_protocol_2()
    {
        foreach (RecordedMessage recorded in Recordings.Redis().Where(message => message.IsProtocolOne))
        {
            JsonElement sent = recorded.Decoded.GetProperty("body_decoded");

            TaskMessage message = VirtualEnvelope.ReadTask(recorded.Raw);
            MessageBody body = message.ReadBody();

            message.Headers.Task.ShouldBe("labapp.add");
            message.Headers.Id.ShouldBe(sent.GetProperty("id").GetString());
            message.Headers.Group.ShouldBe(sent.GetProperty("group").GetString());
            message.Headers.Eta.HasValue.ShouldBe(sent.GetProperty("eta").ValueKind == JsonValueKind.String);
            message.Headers.Expires.HasValue.ShouldBe(sent.GetProperty("expires").ValueKind == JsonValueKind.String);
            message.Headers.ArgsRepr.ShouldStartWith("(");
            message.Headers.Extra.ShouldBeEmpty();
            JsonElement.DeepEquals(body.Args, sent.GetProperty("args")).ShouldBeTrue();
            JsonElement.DeepEquals(body.Kwargs, sent.GetProperty("kwargs")).ShouldBeTrue();
            (body.Embed.Callbacks is { } callbacks && JsonElement.DeepEquals(callbacks, sent.GetProperty("callbacks")))
                .ShouldBe(sent.GetProperty("callbacks").ValueKind == JsonValueKind.Array);
            body.Embed.Extra.ShouldBeEmpty();
        }
    }

    private static IEnumerable<RecordedMessage> JsonMessages() =>
        from message in Recordings.Redis()
        where !message.IsProtocolOne && !NotJson.Contains(message.Name) && message.Name is not "s036"
        where message.Decoded.GetProperty("content-type").GetString() is "application/json"
        where message.Decoded.GetProperty("body_decoded").ValueKind == JsonValueKind.Array
        select message;
}

using System.Text;
using System.Text.Json;
using Downbeat.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Protocol;

/// <summary>
/// Whatever bytes come in: either they are understood, whole and to the end, or <see cref="InvalidMessageException"/> says why not.
/// </summary>
public sealed class FuzzTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Any_bytes_are_understood_or_refused() =>
        Prop.ForAll(Generators.Bytes.ToArbitrary(), bytes => UseAll(bytes)).Check(Thorough);

    [Fact]
    public void Any_text_is_understood_or_refused() =>
        Prop.ForAll(Generators.Text.ToArbitrary(), text => UseAll(Encoding.UTF8.GetBytes(text))).Check(Thorough);

    [Fact]
    public void Any_json_is_understood_or_refused() =>
        Prop.ForAll(Generators.Json.ToArbitrary(), json => UseAll(Encoding.UTF8.GetBytes(json.GetRawText()))).Check(Thorough);

    [Fact]
    public void A_damaged_envelope_is_understood_or_refused() =>
        Prop.ForAll(
            Generators.Mutated([.. Recordings.Redis().Select(message => message.Raw).Where(raw => raw.Length < 5000)]).ToArbitrary(),
            UseAll).Check(Thorough);

    [Fact]
    public void A_damaged_body_is_understood_or_refused() =>
        Prop.ForAll(
            Generators.Mutated([.. Recordings.Amqp().Select(Body).Where(body => body.Length < 5000)]).ToArbitrary(),
            UseAll).Check(Thorough);

    [Fact]
    public void Damaged_headers_are_understood_or_refused() =>
        Prop.ForAll(
            Generators.Mutated([
                .. Recordings.Amqp().Select(message => Raw(message, "headers")),
                .. Recordings.Amqp().Select(message => Raw(message, "properties")),
            ]).ToArbitrary(),
            UseAll).Check(Thorough);

    private static byte[] Body(RecordedMessage recorded) => recorded.Message.GetProperty("body_b64").GetBytesFromBase64();

    private static byte[] Raw(RecordedMessage recorded, string part) =>
        Encoding.UTF8.GetBytes(recorded.Message.GetProperty(part).GetRawText());

    private static void UseAll(byte[] bytes)
    {
        Use(() => UseHeaders(TaskHeadersJson.Read(bytes)));
        Use(() => JsonAssert.WrittenBytes(output => MessagePropertiesJson.Write(output, MessagePropertiesJson.Read(bytes))));
        Use(() => UseBody(MessageBody.Parse(bytes)));
        Use(() => UseTask(VirtualEnvelope.ReadTask(bytes)));
        Use(() => JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, VirtualEnvelope.Read(bytes))));
        Use(() => UseTask(ProtocolOne.ToTaskMessage(bytes, new MessageProperties())));
        Use(() => PythonRepr.Args(bytes));
        Use(() => PythonRepr.Kwargs(bytes, 10));
        Use(() => _ = IsoTimestamp.TryParse(bytes, out _));
    }

    private static void UseTask(TaskMessage message)
    {
        UseHeaders(message.Headers);
        JsonAssert.WrittenBytes(output => VirtualEnvelope.WriteTask(output, message));
        UseBody(message.ReadBody());
    }

    private static void UseHeaders(TaskHeaders headers) =>
        TaskHeadersJson.Read(JsonAssert.WrittenBytes(output => TaskHeadersJson.Write(output, headers))).Id.ShouldBe(headers.Id);

    private static void UseBody(MessageBody body)
    {
        PythonRepr.Args(body.Args);
        PythonRepr.Kwargs(body.Kwargs);
        MessageBody.Parse(JsonAssert.WrittenBytes(output => MessageBodyWriter.Write(output, body)));
        TakeTextsOut(body.Args);
        TakeTextsOut(body.Kwargs);
    }

    private static void TakeTextsOut(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    TakeTextsOut(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty field in value.EnumerateObject())
                {
                    field.Name.ShouldNotBeNull();
                    TakeTextsOut(field.Value);
                }

                break;
        }
    }

    private static void Use(Action use)
    {
        try
        {
            use();
        }
        catch (InvalidMessageException error)
        {
            error.Message.ShouldNotBeEmpty();
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Downbeat.Serialization.Converters;

/// <summary>
/// Bytes: in the plain dialect base64, as .NET has it (Celery 5.2 has no bytes); in the typed one as kombu writes them,
/// <c>bytes</c> when they are UTF-8 and <c>base64</c> when they are not.
/// </summary>
internal sealed class BytesConverter(JsonDialect dialect) : JsonConverter<byte[]>
{
    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return FromBase64(ref reader);
            case JsonTokenType.StartObject:
                string type = TypedEnvelope.Read(ref reader, out Utf8JsonReader value);
                return value.TokenType != JsonTokenType.String ? throw Refusal()
                    : type switch
                    {
                        "bytes" => FromText(ref value),
                        "base64" => FromBase64(ref value),
                        _ => throw new JsonException($"__type__ is '{type}'; allowed: bytes, base64"),
                    };
            default:
                throw Refusal();
        }
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
    {
        if (dialect == JsonDialect.Plain)
        {
            writer.WriteBase64StringValue(value);
            return;
        }

        bool isText = Utf8.IsValid(value);
        TypedEnvelope.WriteStart(writer, isText ? "bytes" : "base64");
        if (isText)
        {
            writer.WriteStringValue(value);
        }
        else
        {
            writer.WriteBase64StringValue(value);
        }

        TypedEnvelope.WriteEnd(writer);
    }

    private static byte[] FromBase64(ref Utf8JsonReader reader) =>
        reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Refusal();

    private static byte[] FromText(ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        return text.AsSpan(0, reader.CopyString(text)).ToArray();
    }

    private static JsonException Refusal() =>
        new("what stands there is no base64 text; allowed: base64, or an object of __type__ bytes or base64");
}

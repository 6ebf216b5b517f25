using System.Text.Json;
using System.Text.Unicode;

namespace Downbeat.Protocol;

/// <summary>Writes the envelope around the headers, in kombu's order.</summary>
internal static class VirtualEnvelopeWriter
{
    private static readonly JsonEncodedText Body = JsonEncodedText.Encode("body");
    private static readonly JsonEncodedText ContentEncoding = JsonEncodedText.Encode("content-encoding");
    private static readonly JsonEncodedText ContentType = JsonEncodedText.Encode("content-type");
    private static readonly JsonEncodedText Headers = JsonEncodedText.Encode("headers");
    private static readonly JsonEncodedText Properties = JsonEncodedText.Encode("properties");

    public static void WriteStart(
        Utf8JsonWriter writer, ReadOnlyMemory<byte> body, string contentType, string contentEncoding, MessageProperties properties)
    {
        writer.WriteStartObject();
        switch (properties.BodyEncoding)
        {
            case MessageProperties.Base64:
                writer.WriteBase64String(Body, body.Span);
                break;
            case null when Utf8.IsValid(body.Span):
                writer.WriteString(Body, body.Span);
                break;
            default:
                throw new InvalidValueException(
                    "properties.body_encoding",
                    properties.BodyEncoding,
                    $"{MessageProperties.Base64}, or null for a body that is UTF-8");
        }

        writer.WriteString(ContentEncoding, contentEncoding);
        writer.WriteString(ContentType, contentType);
        writer.WritePropertyName(Headers);
    }

    public static void WriteEnd(Utf8JsonWriter writer, MessageProperties properties)
    {
        writer.WritePropertyName(Properties);
        MessagePropertiesJson.Write(writer, properties);
        writer.WriteEndObject();
    }
}

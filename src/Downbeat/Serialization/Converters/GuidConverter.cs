using System.Buffers.Text;
using System.Text.Json;

namespace Downbeat.Serialization.Converters;

/// <summary>
/// A UUID: <c>12345678-1234-5678-1234-567812345678</c>, in the typed dialect <c>{"hex": …}</c>; read with or without hyphens.
/// </summary>
internal sealed class GuidConverter(JsonDialect dialect) : TextConverter<Guid>(dialect, "uuid", "a UUID")
{
    protected override bool TryParse(ReadOnlySpan<byte> utf8, out Guid value)
    {
        char form = utf8.Length switch
        {
            32 => 'N',
            38 when utf8[0] == '{' => 'B',
            38 => 'P',
            _ => 'D',
        };
        return Utf8Parser.TryParse(utf8, out value, out int read, form) && read == utf8.Length;
    }

    protected override int Format(Guid value, Span<byte> utf8, JsonDialect dialect)
    {
        value.TryFormat(utf8, out int written, "D");
        return written;
    }

    protected override bool TryReadTyped(ref Utf8JsonReader reader, out Guid value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return TryRead(ref reader, out value);
        }

        // Celery since 5.3 also says which version the UUID has; its digits do so too.
        bool hasHex = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isHex = reader.ValueTextEquals("hex"u8);
            reader.Read();
            hasHex = isHex ? TryRead(ref reader, out value) : hasHex;
            reader.Skip();
        }

        return hasHex;
    }

    protected override void WriteTyped(Utf8JsonWriter writer, Guid value)
    {
        Span<byte> hex = stackalloc byte[32];
        value.TryFormat(hex, out _, "N");
        writer.WriteStartObject();
        writer.WriteString("hex"u8, hex);
        writer.WriteEndObject();
    }
}

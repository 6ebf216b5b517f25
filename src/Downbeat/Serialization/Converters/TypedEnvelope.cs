using System.Text.Json;

namespace Downbeat.Serialization.Converters;

/// <summary><c>{"__type__": …, "__value__": …}</c>, kombu's form for values that JSON has none for.</summary>
internal static class TypedEnvelope
{
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("__type__");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("__value__");

    /// <summary>Reads the envelope whose start the reader stands on, to its end, and gives the type it names.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="value">A reader that stands on the value.</param>
    public static string Read(ref Utf8JsonReader reader, out Utf8JsonReader value)
    {
        string? type = null;
        bool hasValue = false;
        value = reader;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Type.EncodedUtf8Bytes))
            {
                reader.Read();
                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw Malformed();
            }
            else if (reader.ValueTextEquals(Value.EncodedUtf8Bytes))
            {
                reader.Read();
                value = reader;
                hasValue = true;
                reader.Skip();
            }
            else
            {
                throw Malformed();
            }
        }

        return hasValue && type is not null ? type : throw Malformed();
    }

    public static void WriteStart(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject();
        writer.WriteString(Type, type);
        writer.WritePropertyName(Value);
    }

    public static void WriteEnd(Utf8JsonWriter writer) => writer.WriteEndObject();

    private static JsonException Malformed() =>
        new("an object stands where a text, a number or an object with exactly __type__ and __value__ is allowed");
}

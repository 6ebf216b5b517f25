using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Downbeat.Serialization.Converters;

/// <summary>Converts a type whose plain form is a short text; reads both dialects and writes one.</summary>
/// <param name="dialect">The dialect to write.</param>
/// <param name="marker">The type's name in the typed dialect.</param>
/// <param name="allowed">What is read, as a phrase.</param>
internal abstract class TextConverter<T>(JsonDialect dialect, string marker, string allowed) : JsonConverter<T>
    where T : struct
{
    protected const int MostBytes = 128;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return TryRead(ref reader, out T plain) ? plain : throw Refusal(ref reader);
        }

        string type = TypedEnvelope.Read(ref reader, out Utf8JsonReader value);
        return !IsMarker(type) ? throw new JsonException($"__type__ is '{type}'; allowed: {marker}")
            : TryReadTyped(ref value, out T typed) ? typed
            : throw Refusal(ref value);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (dialect == JsonDialect.Plain)
        {
            WriteText(writer, value, JsonDialect.Plain);
            return;
        }

        TypedEnvelope.WriteStart(writer, marker);
        WriteTyped(writer, value);
        TypedEnvelope.WriteEnd(writer);
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryReadText(ref reader, out T value) ? value : throw Refusal(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] T value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[MostBytes];
        writer.WritePropertyName(text[..Format(value, text, JsonDialect.Plain)]);
    }

    /// <summary>Reads the plain form.</summary>
    protected abstract bool TryParse(ReadOnlySpan<byte> utf8, out T value);

    /// <summary>Writes a form that <see cref="TryParse"/> reads and says how long it is; at most <see cref="MostBytes"/>.</summary>
    protected abstract int Format(T value, Span<byte> utf8, JsonDialect dialect);

    /// <summary>Whether this type is also read from values of that name.</summary>
    protected virtual bool IsMarker(string type) => type.Equals(marker, StringComparison.Ordinal);

    /// <summary>Reads the plain form, a text as a rule.</summary>
    protected virtual bool TryRead(ref Utf8JsonReader reader, out T value) => TryReadText(ref reader, out value);

    /// <summary>Reads what stands inside the envelope, a text as a rule.</summary>
    protected virtual bool TryReadTyped(ref Utf8JsonReader reader, out T value) => TryReadText(ref reader, out value);

    /// <summary>Writes what stands inside the envelope, a text as a rule.</summary>
    protected virtual void WriteTyped(Utf8JsonWriter writer, T value) => WriteText(writer, value, JsonDialect.Typed);

    private bool TryReadText(ref Utf8JsonReader reader, out T value)
    {
        Span<byte> text = stackalloc byte[MostBytes];
        value = default;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
            && reader.ValueSpan.Length <= text.Length
            && TryParse(text[..reader.CopyString(text)], out value);
    }

    private void WriteText(Utf8JsonWriter writer, T value, JsonDialect form)
    {
        Span<byte> text = stackalloc byte[MostBytes];
        writer.WriteStringValue(text[..Format(value, text, form)]);
    }

    private JsonException Refusal(ref Utf8JsonReader reader)
    {
        string found = reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueSpan.Length <= MostBytes => $"'{reader.GetString()}'",
            JsonTokenType.Number when reader.ValueSpan.Length <= MostBytes => Encoding.UTF8.GetString(reader.ValueSpan),
            JsonTokenType.Null => "null",
            _ => $"a JSON {reader.TokenType}",
        };
        return new JsonException($"{found} stands where {allowed} is allowed");
    }
}

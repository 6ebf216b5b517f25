using System.Text;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Takes one field of a message from the reader, or refuses it by name. The reader stands on the value.</summary>
internal static class JsonField
{
    private const int LongestShown = 100;

    /// <summary>The name the reader stands on. Nobody escapes names, so only then it is copied.</summary>
    public static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    public static string RequiredText(ref Utf8JsonReader reader, string part)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return string.IsNullOrEmpty(text) ? throw Refusal(ref reader, part, "text that is not empty") : text;
    }

    public static string? Text(ref Utf8JsonReader reader, string part) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw Refusal(ref reader, part, "text or null"),
    };

    /// <summary>As the other one, but gives back <paramref name="known"/> when it is the same text: ids repeat in a message.</summary>
    public static string? Text(ref Utf8JsonReader reader, string part, string? known) =>
        known is not null && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(known) ? known : Text(ref reader, part);

    public static bool? Flag(ref Utf8JsonReader reader, string part) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw Refusal(ref reader, part, "true, false or null"),
    };

    /// <summary>A whole number; <c>2.0</c> is one too.</summary>
    public static int? Whole(ref Utf8JsonReader reader, string part, int least = int.MinValue)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return reader.TokenType == JsonTokenType.Number && Int32Of(ref reader) is { } whole && whole >= least
            ? whole
            : throw Refusal(ref reader, part, least > int.MinValue ? $"a whole number from {least} on, or null" : "a whole number or null");
    }

    public static double? Seconds(ref Utf8JsonReader reader, string part)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double seconds) && TimeLimits.IsAllowed(seconds)
            ? seconds
            : throw Refusal(ref reader, part, TimeLimits.AllowedSeconds);
    }

    public static DateTimeOffset? Instant(ref Utf8JsonReader reader, string part)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[IsoTimestamp.MaxLength];
        return reader.TokenType == JsonTokenType.String
            && reader.ValueSpan.Length <= text.Length
            && IsoTimestamp.TryParse(text[..reader.CopyString(text)], out DateTimeOffset instant)
                ? instant
                : throw Refusal(ref reader, part, "an instant in ISO 8601, such as 2026-01-01T10:00:00.123456+00:00, or null");
    }

    public static InvalidMessageException Refusal(ref Utf8JsonReader reader, string part, string allowed) =>
        new(part, Describe(ref reader), allowed);

    private static int? Int32Of(ref Utf8JsonReader reader) =>
        reader.TryGetInt32(out int whole) ? whole
        : reader.TryGetDouble(out double number) && double.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number
        : null;

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => $"the text '{Shorten(reader.GetString()!)}'",
        JsonTokenType.Number => $"the number {Shorten(Encoding.UTF8.GetString(reader.ValueSpan))}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        _ => "nothing",
    };

    private static string Shorten(string text)
    {
        if (text.Length <= LongestShown)
        {
            return text;
        }

        int length = char.IsHighSurrogate(text[LongestShown - 1]) ? LongestShown - 1 : LongestShown;
        return text[..length] + "…";
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Protocol;

namespace Downbeat.App.Verbs;

/// <summary>Reads what people type. Every refusal names the option, the text and what is allowed.</summary>
internal static class Parsing
{
    public static DateTimeOffset Instant(string field, string text)
    {
        return IsoTimestamp.TryParse(text.Trim(), out DateTimeOffset instant)
            ? instant
            : throw new InvalidValueException(field, text, "an instant in ISO 8601, UTC unless it says otherwise: 2026-03-29T00:00:00Z");
    }

    public static DateTimeOffset? InstantOrNone(string field, string? text) => IsNone(text) ? null : Instant(field, text!);

    public static double Number(string field, string text)
    {
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new InvalidValueException(field, text, "a number");
    }

    public static long Whole(string field, string text)
    {
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? whole
            : throw new InvalidValueException(field, text, "a whole number");
    }

    /// <summary>Reads JSON of one kind.</summary>
    public static T Json<T>(string field, string text)
        where T : JsonNode
    {
        string allowed = typeof(T) == typeof(JsonArray) ? "a JSON array: [1, \"two\"]" : "a JSON object: {\"year\": 2026}";
        try
        {
            return JsonNode.Parse(text) as T ?? throw new InvalidValueException(field, text, allowed);
        }
        catch (JsonException exception)
        {
            string where = string.Create(
                CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
            throw new InvalidValueException(field, text, $"{allowed}; this is no JSON at {where}", exception);
        }
    }

    /// <summary>Whether a text stands for nothing: it takes a value away where <c>edit</c> is told so.</summary>
    public static bool IsNone(string? text)
    {
        return string.IsNullOrWhiteSpace(text) || string.Equals(text, "none", StringComparison.OrdinalIgnoreCase);
    }

    public static string? TextOrNone(string? text) => IsNone(text) ? null : text;
}

using System.Text.Json;

namespace Downbeat.App.Verbs.Schedules;

/// <summary>Reads fields of JSON objects; a refusal names the field and its value.</summary>
internal static class JsonFields
{
    public static void EnsureKnown(string what, JsonElement json, ReadOnlySpan<string> known)
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw new InvalidValueException(what, property.Name, string.Join(", ", known!));
            }
        }
    }

    public static string? Text(JsonElement json, string field)
    {
        return Find(json, field) is not { } value ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw new InvalidValueException(field, value, "a text");
    }

    public static DateTimeOffset? Instant(JsonElement json, string field)
    {
        return Text(json, field) is { } text ? Parsing.Instant(field, text) : null;
    }

    public static long? Whole(JsonElement json, string field)
    {
        return Find(json, field) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long whole) ? whole
            : throw new InvalidValueException(field, value, "a whole number");
    }

    public static double Number(JsonElement json, string field)
    {
        return Find(json, field) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number)
            ? number
            : throw new InvalidValueException(field, Find(json, field), "a number");
    }

    public static JsonElement Object(JsonElement json, string field)
    {
        return Find(json, field) is { ValueKind: JsonValueKind.Object } value
            ? value
            : throw new InvalidValueException(field, Find(json, field), "a JSON object");
    }

    private static JsonElement? Find(JsonElement json, string field)
    {
        return json.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}

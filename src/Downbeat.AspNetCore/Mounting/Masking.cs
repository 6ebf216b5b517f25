using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>
/// Hides what nobody shall read on a page, in an answer or in the audit log: values whose names say that they are secret, and passwords in URLs.
/// What was hidden and comes back unchanged is put back, so that editing something else does not lose it.
/// </summary>
internal static partial class Masking
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "••••••";

    /// <summary>Hides passwords and secret parameters of the URLs in a text.</summary>
    public static string Text(string text)
    {
        return text.Contains("://", StringComparison.Ordinal)
            ? SecretParameter().Replace(UserInformation().Replace(text, "${before}" + Mask + "@"), "${name}" + Mask)
            : text;
    }

    /// <summary>Whether a value with such a name is a secret.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name);

    /// <summary>A copy of some JSON without its secrets.</summary>
    public static JsonNode? Json(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(field =>
            KeyValuePair.Create(field.Key, field.Value is not null && IsSecret(field.Key) ? JsonValue.Create(Mask) : Json(field.Value)))),
        JsonArray json => new JsonArray([.. json.Select(Json)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    /// <summary>Puts back, where the mask stands, what stood there before.</summary>
    public static JsonNode? Restore(JsonNode? edited, JsonNode? before) => edited switch
    {
        JsonObject json => new JsonObject(json.Select(field =>
            KeyValuePair.Create(field.Key, Restore(field.Value, (before as JsonObject)?.GetValueOrDefault(field.Key), field.Key)))),
        JsonArray json => new JsonArray([.. json.Select((item, at) => Restore(item, At(before, at), name: null))]),
        _ => edited?.DeepClone(),
    };

    private static JsonNode? GetValueOrDefault(this JsonObject json, string name) => json.TryGetPropertyValue(name, out JsonNode? value) ? value : null;

    private static JsonNode? At(JsonNode? array, int at) => array is JsonArray items && at < items.Count ? items[at] : null;

    private static JsonNode? Restore(JsonNode? edited, JsonNode? before, string? name)
    {
        bool isSecret = name is not null && IsSecret(name);
        bool isMasked = edited is JsonValue value && value.GetValueKind() == JsonValueKind.String
            && value.GetValue<string>().Contains(Mask, StringComparison.Ordinal);
        if (!isMasked)
        {
            return Restore(edited, before);
        }

        JsonNode? shown = isSecret && before is not null ? JsonValue.Create(Mask) : Json(before);
        return JsonNode.DeepEquals(shown, edited)
            ? before!.DeepClone()
            : throw new InvalidValueException(name ?? "args", Mask, "the value itself: what is hidden there cannot be kept, because it has been moved or changed");
    }

    // user:password@, also where the password holds a slash or an at sign that should have been escaped.
    [GeneratedRegex(@"(?<before>[a-z][a-z0-9+.\-]*://[^\s:/@?#""']*:)[^\s""']+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInformation();

    [GeneratedRegex(@"(?<=[?&;])(?<name>(password|passwd|pwd|secret|token|access_token|api_?key|sig|signature)=)[^&;\s""']*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretParameter();

    [GeneratedRegex(@"passw|passphrase|^pwd$|_pwd$|secret|token$|^token|api_?key|access_?key|private_?key|credential|authorization|^cookie$|connection_?string", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();
}

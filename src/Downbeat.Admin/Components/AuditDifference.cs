using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;

namespace Downbeat.Admin.Components;

/// <summary>In which fields what was there before a change and after it differ.</summary>
internal static class AuditDifference
{
    public static IReadOnlyList<(string Field, string Before, string After)> Of(AuditEntry entry)
    {
        JsonObject before = Parse(entry.Before);
        JsonObject after = Parse(entry.After);
        return
        [
            .. before.Select(one => one.Key).Union(after.Select(one => one.Key), StringComparer.Ordinal)
                .Where(field => !JsonNode.DeepEquals(before[field], after[field]))
                .Select(field => (field, Show(before[field]), Show(after[field]))),
        ];
    }

    private static JsonObject Parse(string? json)
    {
        try
        {
            return json is null ? [] : JsonNode.Parse(json) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Show(JsonNode? node)
    {
        return node is null ? "–" : node is JsonValue value && value.TryGetValue(out string? text) ? text : Forms.JsonFields.Show(node);
    }
}

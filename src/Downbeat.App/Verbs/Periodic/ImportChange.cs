using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

/// <summary>What an import does to one periodic task, field by field.</summary>
internal sealed record ImportChange(string Name, string Kind, IReadOnlyList<(string Name, string? Before, string? After)> Fields)
{
    public const string Unchanged = "unchanged";
    public const string Added = "added";
    public const string Changed = "changed";

    public static ImportChange Between(PeriodicTaskEntry? entry, PeriodicTask wanted)
    {
        JsonObject after = PeriodicDocument.ToJson(wanted);
        if (entry is null)
        {
            return new ImportChange(wanted.Name, Added, []);
        }

        JsonObject before = entry.Task is { } task ? PeriodicDocument.ToJson(task) : new JsonObject { ["error"] = entry.Refusal?.Message };
        (string, string?, string?)[] fields =
        [
            .. before.Concat(after).Select(field => field.Key).Distinct(StringComparer.Ordinal)
                .Where(name => !JsonNode.DeepEquals(before[name], after[name]))
                .Select(name => (name, before[name]?.ToJsonString(), after[name]?.ToJsonString())),
        ];
        return new ImportChange(wanted.Name, fields.Length == 0 ? Unchanged : Changed, fields);
    }

    public JsonObject ToJson()
    {
        var fields = new JsonObject();
        foreach ((string name, string? before, string? after) in Fields)
        {
            fields[name] = new JsonObject { ["before"] = Parse(before), ["after"] = Parse(after) };
        }

        return new JsonObject { ["name"] = Name, ["change"] = Kind, ["fields"] = fields };
    }

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}

using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

/// <summary>The document of <c>export</c> and <c>import</c>: every periodic task, as <see cref="PeriodicTaskJson"/> writes one.</summary>
internal static class PeriodicDocument
{
    private const int Version = 1;
    private const string VersionField = "version";
    private const string TasksField = "periodic_tasks";

    public static JsonObject Write(IEnumerable<PeriodicTask> tasks)
    {
        return new JsonObject { [VersionField] = Version, [TasksField] = new JsonArray([.. tasks.Select(ToJson)]) };
    }

    /// <summary>A periodic task as a JSON object.</summary>
    public static JsonObject ToJson(PeriodicTask task) => JsonNode.Parse(PeriodicTaskJson.Write(task))!.AsObject();

    /// <summary>Reads a document whole: one task that is refused, and nothing of it is used.</summary>
    public static IReadOnlyList<PeriodicTask> Read(string text)
    {
        JsonObject document = Parsing.Json<JsonObject>("document", text);
        if (document.Select(field => field.Key).FirstOrDefault(name => name is not (VersionField or TasksField)) is { } unknown)
        {
            throw new InvalidValueException("document", unknown, $"{VersionField}, {TasksField}");
        }

        if (document[VersionField] is not JsonValue version || !version.TryGetValue(out int number) || number != Version)
        {
            throw new InvalidValueException(VersionField, document[VersionField]?.ToJsonString(), $"{Version}");
        }

        if (document[TasksField] is not JsonArray entries)
        {
            throw new InvalidValueException(TasksField, document[TasksField]?.ToJsonString(), "a JSON array");
        }

        PeriodicTask[] tasks = [.. entries.Select(ReadOne)];
        string? twice = tasks.GroupBy(task => task.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? tasks : throw new InvalidValueException("name", twice, "each name once");
    }

    private static PeriodicTask ReadOne(JsonNode? entry, int index)
    {
        try
        {
            PeriodicTask task = PeriodicTaskJson.Read(
                (entry as JsonObject)?.ToJsonString() ?? throw new InvalidValueException("entry", entry?.ToJsonString(), "a JSON object"));
            PeriodicTaskRules.Check(task);
            return task;
        }
        catch (InvalidValueException refusal)
        {
            throw new InvalidValueException($"{TasksField}[{index}].{refusal.Field}", refusal.Value, refusal.Allowed, refusal);
        }
    }
}

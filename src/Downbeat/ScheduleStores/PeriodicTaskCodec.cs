using System.Text.Json;
using System.Text.Json.Nodes;

namespace Downbeat.ScheduleStores;

/// <summary>Turns rows into periodic tasks and back. What it refuses is what beat would refuse: it is the same code.</summary>
public static class PeriodicTaskCodec
{
    /// <summary>Reads and checks a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InvalidValueException">A field of it cannot be used; the message says which.</exception>
    public static PeriodicTask Read(PeriodicTaskRow row)
    {
        var task = new PeriodicTask(row.Name, row.Task)
        {
            Schedule = Schedule.Parse(row.Schedule),
            Args = ReadJson<JsonArray>("args", row.Args, "a JSON array"),
            Kwargs = ReadJson<JsonObject>("kwargs", row.Kwargs, "a JSON object"),
            Headers = ReadJson<JsonObject>("headers", row.Headers, "a JSON object"),
            Queue = row.Queue,
            Exchange = row.Exchange,
            RoutingKey = row.RoutingKey,
            Priority = row.Priority,
            Expires = row.Expires,
            ExpiresAfter = row.ExpiresAfter,
            OneOff = row.OneOff,
            StartTime = row.StartTime,
            Enabled = row.Enabled,
            Description = row.Description,
            CatchUp = Words.ReadCatchUp(row.CatchUp),
            StartingDeadline = row.StartingDeadline,
            Overlap = Words.ReadOverlap(row.Overlap),
            Jitter = row.Jitter,
            Tags = ReadTags(row.Tags),
        };
        PeriodicTaskRules.Check(task);
        return task;
    }

    /// <summary>Writes what a periodic task says into a row; what came of it is left as it is.</summary>
    /// <param name="task">The periodic task, checked.</param>
    /// <param name="row">The row to change.</param>
    public static PeriodicTaskRow Write(PeriodicTask task, PeriodicTaskRow row)
    {
        return row with
        {
            Name = task.Name,
            Task = task.Task,
            Schedule = task.Schedule!.ToString()!,
            Args = task.Args.ToJsonString(),
            Kwargs = task.Kwargs.ToJsonString(),
            Headers = task.Headers.ToJsonString(),
            Queue = task.Queue,
            Exchange = task.Exchange,
            RoutingKey = task.RoutingKey,
            Priority = task.Priority,
            Expires = Instants.Round(task.Expires),
            ExpiresAfter = task.ExpiresAfter,
            OneOff = task.OneOff || task.Schedule.Kind == ScheduleKind.Clocked,
            StartTime = Instants.Round(task.StartTime),
            Enabled = task.Enabled,
            Description = task.Description,
            CatchUp = Words.Of(task.CatchUp),
            StartingDeadline = task.StartingDeadline,
            Overlap = Words.Of(task.Overlap),
            Jitter = task.Jitter,
            Tags = new JsonArray([.. task.Tags.Select(tag => (JsonNode)tag)]).ToJsonString(),
        };
    }

    private static T ReadJson<T>(string field, string text, string allowed)
        where T : JsonNode
    {
        try
        {
            return JsonNode.Parse(text) as T ?? throw new InvalidValueException(field, text, allowed);
        }
        catch (JsonException exception)
        {
            string where = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new InvalidValueException(field, text, $"{allowed}; it is no JSON at {where}", exception);
        }
    }

    private static IReadOnlyList<string> ReadTags(string text)
    {
        const string Allowed = "a JSON array of texts";
        return [.. ReadJson<JsonArray>("tags", text, Allowed).Select(tag =>
            tag is JsonValue value && value.TryGetValue(out string? word) ? word : throw new InvalidValueException("tags", text, Allowed))];
    }
}

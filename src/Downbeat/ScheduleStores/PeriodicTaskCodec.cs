using System.Text.Json.Nodes;

namespace Downbeat.ScheduleStores;

/// <summary>Turns rows into periodic tasks and back. What it refuses is what beat would refuse: it is the same code.</summary>
public static class PeriodicTaskCodec
{
    /// <summary>Checks every field of a row and gives back what firing it needs. This is what beat asks of each row it claims.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InvalidValueException">A field of it cannot be used; the message says which.</exception>
    public static PeriodicTaskTerms ReadTerms(PeriodicTaskRow row)
    {
        PeriodicTaskRules.CheckNames(row.Name, row.Task, row.Queue, row.Exchange, row.RoutingKey, row.Priority);
        PeriodicTaskRules.CheckTimes(row.Expires, row.ExpiresAfter, row.StartTime, row.StartingDeadline, row.Jitter);
        RowJson.CheckArgs(row.Args);
        RowJson.CheckKwargs(row.Kwargs);
        RowJson.CheckHeaders(row.Headers);
        RowJson.CheckTags(row.Tags);
        return new PeriodicTaskTerms(Schedule.Parse(row.Schedule), Words.ReadCatchUp(row.CatchUp), Words.ReadOverlap(row.Overlap));
    }

    /// <summary>Reads and checks a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InvalidValueException">A field of it cannot be used; the message says which.</exception>
    public static PeriodicTask Read(PeriodicTaskRow row)
    {
        PeriodicTaskTerms terms = ReadTerms(row);
        return new PeriodicTask(row.Name, row.Task)
        {
            Schedule = terms.Schedule,
            Args = (JsonArray)Node(row.Args),
            Kwargs = (JsonObject)Node(row.Kwargs),
            Headers = (JsonObject)Node(row.Headers),
            Queue = row.Queue,
            Exchange = row.Exchange,
            RoutingKey = row.RoutingKey,
            Priority = row.Priority,
            Expires = row.Expires,
            ExpiresAfter = row.ExpiresAfter,
            OneOff = row.OneOff || terms.Schedule.Kind == ScheduleKind.Clocked,
            StartTime = row.StartTime,
            Enabled = row.Enabled,
            Description = row.Description,
            CatchUp = terms.CatchUp,
            StartingDeadline = row.StartingDeadline,
            Overlap = terms.Overlap,
            Jitter = row.Jitter,
            Tags = [.. ((JsonArray)Node(row.Tags)).Select(tag => tag!.GetValue<string>())],
        };
    }

    /// <summary>Writes what a periodic task says into a row; what came of it is left as it is.</summary>
    /// <param name="task">The periodic task.</param>
    /// <param name="row">The row to change.</param>
    /// <exception cref="InvalidValueException">A field is refused.</exception>
    public static PeriodicTaskRow Write(PeriodicTask task, PeriodicTaskRow row)
    {
        PeriodicTaskRules.Check(task);
        PeriodicTaskRow written = row with
        {
            Name = task.Name,
            Task = task.Task,
            Schedule = task.Schedule!.ToString()!,
            Args = Text("args", task.Args),
            Kwargs = Text("kwargs", task.Kwargs),
            Headers = Text("headers", task.Headers),
            Queue = task.Queue,
            Exchange = task.Exchange,
            RoutingKey = task.RoutingKey,
            Priority = task.Priority,
            Expires = Instants.Round(task.Expires),
            ExpiresAfter = Cut(task.ExpiresAfter),
            OneOff = task.OneOff || task.Schedule.Kind == ScheduleKind.Clocked,
            StartTime = Instants.Round(task.StartTime),
            Enabled = task.Enabled,
            Description = task.Description,
            CatchUp = Words.Of(task.CatchUp),
            StartingDeadline = Cut(task.StartingDeadline),
            Overlap = Words.Of(task.Overlap),
            Jitter = Cut(task.Jitter)!.Value,
            Tags = new JsonArray([.. task.Tags.Select(tag => (JsonNode)tag)]).ToJsonString(),
        };

        // What nodes can hold is more than what a message can: the texts are checked as beat will check them.
        ReadTerms(written);
        return written;
    }

    // Its text has been checked: it parses, and it is of the right kind.
    private static JsonNode Node(string text) => JsonNode.Parse(text, documentOptions: RowJson.Options)!;

    private static string Text(string field, JsonNode node)
    {
        try
        {
            return node.ToJsonString();
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or System.Text.Json.JsonException)
        {
            throw new InvalidValueException(field, node.GetType().Name, $"values that JSON knows; {exception.Message}", exception);
        }
    }

    private static TimeSpan? Cut(TimeSpan? value)
    {
        return value is { } given ? new TimeSpan(given.Ticks - (given.Ticks % TimeSpan.TicksPerMicrosecond)) : null;
    }
}

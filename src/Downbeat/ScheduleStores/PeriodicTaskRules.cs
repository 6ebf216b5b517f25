using System.Text.Json.Nodes;

namespace Downbeat.ScheduleStores;

/// <summary>What a periodic task may say. Asked by everyone who writes one, and by beat before it fires one.</summary>
public static class PeriodicTaskRules
{
    internal const int MostTags = 50;
    private const int LongestTag = 50;

    // An instant and this together stay within the calendar, so that nothing that is calculated from them overflows.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_525);
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(1);

    /// <summary>Refuses a periodic task that cannot be meant.</summary>
    /// <param name="task">The periodic task.</param>
    /// <exception cref="InvalidValueException">The first field that is refused.</exception>
    public static void Check(PeriodicTask task)
    {
        if (task.Schedule is null)
        {
            throw new InvalidValueException("schedule", null, "an interval, a crontab, a solar event or a clocked time");
        }

        CheckNames(task.Name, task.Task, task.Queue, task.Exchange, task.RoutingKey, task.Priority);
        CheckTimes(task.Expires, task.ExpiresAfter, task.StartTime, task.StartingDeadline, task.Jitter);
        Words.Check(task.CatchUp);
        Words.Check(task.Overlap);
        foreach ((string name, JsonNode? _) in task.Headers)
        {
            CheckHeader(name);
        }

        CheckTagCount(task.Tags.Count);
        foreach (string tag in task.Tags)
        {
            CheckTag(tag);
        }
    }

    /// <summary>Refuses an overlap rule that could never be judged.</summary>
    /// <param name="task">The periodic task.</param>
    /// <param name="isResultIgnored">Whether the task it sends keeps no result.</param>
    /// <param name="isBackendShared">Whether beat can read results: not so for rpc.</param>
    /// <exception cref="InvalidValueException">The overlap rule is refused.</exception>
    public static void CheckOverlap(PeriodicTask task, bool isResultIgnored, bool isBackendShared)
    {
        CheckOverlap(task.Overlap, isResultIgnored, isBackendShared);
    }

    /// <summary>Refuses an overlap rule that could never be judged.</summary>
    /// <param name="overlap">The rule.</param>
    /// <param name="isResultIgnored">Whether the task that is sent keeps no result.</param>
    /// <param name="isBackendShared">Whether beat can read results: not so for rpc.</param>
    /// <exception cref="InvalidValueException">The overlap rule is refused.</exception>
    public static void CheckOverlap(Overlap overlap, bool isResultIgnored, bool isBackendShared)
    {
        if (overlap != Overlap.Allow && (isResultIgnored || !isBackendShared))
        {
            string reason = isResultIgnored ? "the task's result is ignored" : "the result backend shows results only to their sender";
            throw new InvalidValueException(
                "overlap", Words.Of(overlap), $"allow, because {reason} and nobody can tell whether a run has finished");
        }
    }

    internal static void CheckNames(string name, string task, string? queue, string? exchange, string? routingKey, int? priority)
    {
        Downbeat.Check.Name("name", name);
        Downbeat.Check.Name("task", task);
        Downbeat.Check.QueueName("queue", queue);
        Downbeat.Check.QueueName("exchange", exchange);
        Downbeat.Check.QueueName("routing_key", routingKey);
        Downbeat.Check.Priority("priority", priority);
    }

    internal static void CheckTimes(
        DateTimeOffset? expires, TimeSpan? expiresAfter, DateTimeOffset? startTime, TimeSpan? startingDeadline, TimeSpan jitter)
    {
        CheckLength("expire_seconds", expiresAfter);
        CheckLength("starting_deadline", startingDeadline);
        if (expires is not null && expiresAfter is not null)
        {
            throw new InvalidValueException("expire_seconds", expiresAfter.Value.TotalSeconds, "nothing while expires is set: at most one of the two");
        }

        if (expires <= startTime)
        {
            throw new InvalidValueException("expires", expires, $"later than start_time, {startTime:O}");
        }

        if (jitter < TimeSpan.Zero || jitter > TimeSpan.FromDays(366))
        {
            throw new InvalidValueException("jitter", jitter, "0 to 366 days");
        }

        if (jitter > TimeSpan.Zero && jitter >= startingDeadline)
        {
            throw new InvalidValueException(
                "jitter", jitter, $"less than starting_deadline, {startingDeadline}: an occurrence must not grow too old by its own delay");
        }
    }

    internal static void CheckHeader(string name)
    {
        Downbeat.Check.Name("headers", name);
        if (Protocol.ReservedHeaders.Contains(name))
        {
            throw new InvalidValueException("headers", name, "names that the message protocol does not use itself");
        }
    }

    internal static void CheckTagCount(int count)
    {
        if (count > MostTags)
        {
            throw new InvalidValueException("tags", $"{count} tags", $"at most {MostTags}");
        }
    }

    internal static void CheckTag(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag || tag.Contains(',', StringComparison.Ordinal))
        {
            throw new InvalidValueException("tags", tag, $"words of 1 to {LongestTag} characters without commas");
        }
    }

    private static void CheckLength(string field, TimeSpan? value)
    {
        if (value < Shortest || value > Longest)
        {
            throw new InvalidValueException(field, value, "more than zero (at least a microsecond), at most 36525 days");
        }
    }
}

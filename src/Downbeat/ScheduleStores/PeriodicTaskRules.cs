using System.Text.Json.Nodes;

namespace Downbeat.ScheduleStores;

/// <summary>What a periodic task may say. Asked by everyone who writes one, and by beat before it fires one.</summary>
public static class PeriodicTaskRules
{
    private const int LongestTag = 50;
    private const int MostTags = 50;

    /// <summary>Refuses a periodic task that cannot be meant.</summary>
    /// <param name="task">The periodic task.</param>
    /// <exception cref="InvalidValueException">The first field that is refused.</exception>
    public static void Check(PeriodicTask task)
    {
        Downbeat.Check.Name("name", task.Name);
        Downbeat.Check.Name("task", task.Task);
        if (task.Schedule is null)
        {
            throw new InvalidValueException("schedule", null, "an interval, a crontab, a solar event or a clocked time");
        }

        Downbeat.Check.QueueName("queue", task.Queue);
        Downbeat.Check.QueueName("exchange", task.Exchange);
        Downbeat.Check.QueueName("routing_key", task.RoutingKey);
        Downbeat.Check.Priority("priority", task.Priority);
        Downbeat.Check.Positive("expire_seconds", task.ExpiresAfter);
        Downbeat.Check.Positive("starting_deadline", task.StartingDeadline);
        CheckTogether(task);
        CheckHeaders(task.Headers);
        CheckTags(task.Tags);
    }

    /// <summary>Refuses an overlap rule that could never be judged.</summary>
    /// <param name="task">The periodic task.</param>
    /// <param name="isResultIgnored">Whether the task it sends keeps no result.</param>
    /// <param name="isBackendShared">Whether beat can read results: not so for rpc.</param>
    /// <exception cref="InvalidValueException">The overlap rule is refused.</exception>
    public static void CheckOverlap(PeriodicTask task, bool isResultIgnored, bool isBackendShared)
    {
        if (task.Overlap != Overlap.Allow && (isResultIgnored || !isBackendShared))
        {
            string reason = isResultIgnored ? "the task's result is ignored" : "the result backend shows results only to their sender";
            throw new InvalidValueException("overlap", Words.Of(task.Overlap), $"allow, because {reason} and nobody can tell whether a run has finished");
        }
    }

    private static void CheckTogether(PeriodicTask task)
    {
        if (task.Expires is not null && task.ExpiresAfter is not null)
        {
            throw new InvalidValueException("expire_seconds", task.ExpiresAfter.Value.TotalSeconds, "nothing while expires is set: at most one of the two");
        }

        if (task.Expires <= task.StartTime)
        {
            throw new InvalidValueException("expires", task.Expires, $"later than start_time, {task.StartTime:O}");
        }

        if (task.Jitter < TimeSpan.Zero || task.Jitter > TimeSpan.FromDays(366))
        {
            throw new InvalidValueException("jitter", task.Jitter, "0 to 366 days");
        }
    }

    private static void CheckHeaders(JsonObject headers)
    {
        foreach ((string name, _) in headers)
        {
            Downbeat.Check.Name("headers", name);
            if (Protocol.ReservedHeaders.Contains(name))
            {
                throw new InvalidValueException("headers", name, "names that the message protocol does not use itself");
            }
        }
    }

    private static void CheckTags(IReadOnlyList<string> tags)
    {
        if (tags.Count > MostTags)
        {
            throw new InvalidValueException("tags", $"{tags.Count} tags", $"at most {MostTags}");
        }

        foreach (string tag in tags)
        {
            if (string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag || tag.Contains(',', StringComparison.Ordinal))
            {
                throw new InvalidValueException("tags", tag, $"words of 1 to {LongestTag} characters without commas");
            }
        }
    }
}

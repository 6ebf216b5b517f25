using Downbeat.App.Django.Importing;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Django.Exporting;

/// <summary>Says what a periodic task says in django-celery-beat's words, and what those have no word for. Pure.</summary>
internal static class TaskExpression
{
    private const string NoRule = "django-celery-beat has nothing like it";

    /// <summary>Expresses a periodic task.</summary>
    /// <param name="entry">It, as the store holds it.</param>
    /// <param name="now">The time.</param>
    public static ExportedTask Of(PeriodicTaskEntry entry, DateTimeOffset now)
    {
        if (entry.Name == RowTranslator.Cleanup)
        {
            return new ExportedTask(entry.Name, ExportOutcome.BuiltIn);
        }

        try
        {
            return entry.Task is { } task ? Of(entry.Row, task, now) : throw entry.Refusal!;
        }
        catch (InvalidValueException refusal)
        {
            return new ExportedTask(entry.Name, ExportOutcome.Refused) { Refusals = [ImportRefusal.Of(refusal)] };
        }
    }

    private static ExportedTask Of(PeriodicTaskRow row, PeriodicTask task, DateTimeOffset now)
    {
        var lost = new List<ImportRefusal>();
        var schedule = ScheduleExpression.Of(task.Schedule!, lost);
        AddLost(lost, task);
        PeriodicTask kept = task with
        {
            Schedule = schedule.Schedule,
            ExpiresAfter = ExpiresAfter(task, lost),
            CatchUp = CatchUp.Latest,
            StartingDeadline = null,
            Overlap = Overlap.Allow,
            Jitter = TimeSpan.Zero,
            Tags = [],
        };
        return new ExportedTask(task.Name, ExportOutcome.Written)
        {
            Task = kept,
            Schedule = schedule,
            LastRun = row.LastRun,
            Columns = Columns(row, kept, now),
            Lost = lost,
        };
    }

    private static Dictionary<string, object?> Columns(PeriodicTaskRow row, PeriodicTask task, DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["name"] = task.Name,
        ["task"] = task.Task,
        ["args"] = task.Args.ToJsonString(),
        ["kwargs"] = task.Kwargs.ToJsonString(),
        ["queue"] = task.Queue,
        ["exchange"] = task.Exchange,
        ["routing_key"] = task.RoutingKey,
        ["expires"] = task.Expires,
        ["enabled"] = task.Enabled,
        ["last_run_at"] = row.LastRun,

        // Its beat takes a one-off that has a count for one that has fired.
        ["total_run_count"] = task is { OneOff: true, Enabled: true } ? 0L : Math.Min(row.TotalRuns, int.MaxValue),
        ["date_changed"] = now,
        ["description"] = Whole("description", task.Description),
        ["one_off"] = task.OneOff,
        ["start_time"] = task.StartTime,
        ["priority"] = task.Priority is { } priority ? (long)priority : null,
        ["headers"] = task.Headers.ToJsonString(),
        ["expire_seconds"] = task.ExpiresAfter is { } after ? (long)after.TotalSeconds : null,
    };

    private static void AddLost(List<ImportRefusal> lost, PeriodicTask task)
    {
        Add(task.CatchUp != CatchUp.Latest, "catch_up", Words.Of(task.CatchUp), "Celery's beat always fires once for all that was missed");
        Add(task.StartingDeadline is not null, "starting_deadline", $"{task.StartingDeadline}", "Celery has one for all tasks: beat_cron_starting_deadline");
        Add(task.Overlap != Overlap.Allow, "overlap", Words.Of(task.Overlap), NoRule);
        Add(task.Jitter > TimeSpan.Zero, "jitter", $"{task.Jitter}", NoRule);
        Add(task.Tags.Count > 0, "tags", string.Join(", ", task.Tags), NoRule);

        void Add(bool isLost, string field, string value, string reason)
        {
            if (isLost)
            {
                lost.Add(new ImportRefusal(field, value, reason));
            }
        }
    }

    private static TimeSpan? ExpiresAfter(PeriodicTask task, List<ImportRefusal> lost)
    {
        if (task.ExpiresAfter is not { } after)
        {
            return null;
        }

        double seconds = Math.Ceiling(after.TotalSeconds);
        if (seconds > int.MaxValue)
        {
            throw new InvalidValueException("expire_seconds", seconds, $"at most {int.MaxValue} seconds");
        }

        if (seconds != after.TotalSeconds)
        {
            lost.Add(new ImportRefusal("expire_seconds", $"{after}", $"only whole seconds can be kept: {seconds} are"));
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static string Whole(string field, string text)
    {
        return text.Contains('\0', StringComparison.Ordinal) ? throw new InvalidValueException(field, text, "text without NUL characters") : text;
    }
}

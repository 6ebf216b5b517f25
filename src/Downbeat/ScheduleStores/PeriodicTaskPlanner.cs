using Downbeat.Schedules;

namespace Downbeat.ScheduleStores;

/// <summary>
/// Turns what somebody wants of a periodic task into rows. Pure: the time is an argument. Creating, enabling and re-scheduling never fire by
/// themselves; only a new clocked time in the past does. Every other edit leaves the next occurrence alone.
/// </summary>
public static class PeriodicTaskPlanner
{
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);

    /// <summary>The row of a new periodic task.</summary>
    /// <param name="task">What it says.</param>
    /// <param name="id">Its id; random.</param>
    /// <param name="author">Who creates it.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidValueException">A field is refused.</exception>
    public static PeriodicTaskRow Create(PeriodicTask task, Guid id, PeriodicTaskAuthor author, DateTimeOffset now)
    {
        PeriodicTaskRules.Check(task);
        DateTimeOffset at = Instants.Round(now);
        var row = new PeriodicTaskRow
        {
            Id = id,
            Name = task.Name,
            Task = task.Task,
            Schedule = "",
            CreatedAt = at,
            ChangedAt = at,
            ChangedBy = author.Name,
            Origin = author.Origin,
        };
        return Plan(PeriodicTaskCodec.Write(task, row), task, at);
    }

    /// <summary>The edit that makes a row say something else.</summary>
    /// <param name="row">The row as it was read.</param>
    /// <param name="task">What it shall say.</param>
    /// <param name="author">Who edits it.</param>
    /// <param name="now">The time.</param>
    /// <param name="disabledReason">Why it is disabled, if it is.</param>
    /// <exception cref="InvalidValueException">A field is refused.</exception>
    public static PeriodicTaskEdit Edit(
        PeriodicTaskRow row, PeriodicTask task, PeriodicTaskAuthor author, DateTimeOffset now, string? disabledReason = null)
    {
        PeriodicTaskRules.Check(task);
        DateTimeOffset at = Instants.Round(now);
        PeriodicTaskRow edited = PeriodicTaskCodec.Write(task, row) with
        {
            Revision = row.Revision + 1,
            ChangedAt = at,
            ChangedBy = author.Name,
            IsEdited = row.IsEdited || (row.DeclarationKey is not null && author.IsOperator),
            Error = null,
            DisabledReason = task.Enabled ? null : disabledReason ?? (row.Enabled ? null : row.DisabledReason),
        };

        bool isRescheduled = edited.Schedule != row.Schedule || edited.StartTime != row.StartTime;
        if (!isRescheduled && (row.Enabled || !task.Enabled))
        {
            return new PeriodicTaskEdit(edited, row.Revision, IsReplanned: false);
        }

        if (!isRescheduled && task.Schedule is ClockedSchedule clocked && clocked.At <= at)
        {
            throw new InvalidValueException("enabled", "true", $"a new clocked time first, because {clocked.At:O} has passed");
        }

        return new PeriodicTaskEdit(Plan(edited, task, at), row.Revision, IsReplanned: true);
    }

    /// <summary>The edit that disables a row, whether it parses or not.</summary>
    /// <param name="row">The row as it was read.</param>
    /// <param name="author">Who disables it.</param>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why; null for no reason given.</param>
    public static PeriodicTaskEdit Disable(PeriodicTaskRow row, PeriodicTaskAuthor author, DateTimeOffset now, string? reason)
    {
        PeriodicTaskRow edited = row with
        {
            Enabled = false,
            DisabledReason = reason,
            Revision = row.Revision + 1,
            ChangedAt = Instants.Round(now),
            ChangedBy = author.Name,
            IsEdited = row.IsEdited || (row.DeclarationKey is not null && author.IsOperator),
        };
        return new PeriodicTaskEdit(edited, row.Revision, IsReplanned: false);
    }

    /// <summary>Finds a row's next occurrence after now, as if it had just been enabled.</summary>
    /// <param name="row">The row.</param>
    /// <param name="task">What it says.</param>
    /// <param name="now">The time.</param>
    public static PeriodicTaskRow Plan(PeriodicTaskRow row, PeriodicTask task, DateTimeOffset now)
    {
        Schedule schedule = task.Schedule!;
        DateTimeOffset watermark = row.Watermark > now ? row.Watermark.Value : now;
        if (schedule is ClockedSchedule { At: var at } && at <= now)
        {
            watermark = at - Instant;
        }

        var origin = new ScheduleOrigin(task.StartTime, now);
        DateTimeOffset? next = schedule.NextAfter(watermark, origin);
        if (next >= task.Expires)
        {
            next = null;
        }

        bool isOver = task.Enabled && next is null;
        return row with
        {
            Anchor = now,
            Watermark = watermark,
            NextNominal = next,
            NextRun = next is { } nominal ? Due(row.Id, nominal, task, origin) : null,
            Enabled = task.Enabled && !isOver,
            DisabledReason = isOver ? NothingLeft(task) : row.DisabledReason,
        };
    }

    /// <summary>When an occurrence is due.</summary>
    /// <param name="id">The periodic task's id.</param>
    /// <param name="nominal">The occurrence.</param>
    /// <param name="task">The periodic task.</param>
    /// <param name="origin">Where its schedule starts.</param>
    public static DateTimeOffset Due(Guid id, DateTimeOffset nominal, PeriodicTask task, ScheduleOrigin origin)
    {
        return task.Jitter <= TimeSpan.Zero
            ? nominal
            : Jitter.Due(id, nominal, task.Jitter, task.Schedule!.NextAfter(nominal, origin));
    }

    /// <summary>Why a periodic task without a next occurrence is disabled.</summary>
    /// <param name="task">The periodic task.</param>
    public static string NothingLeft(PeriodicTask task)
    {
        return task.Expires is { } expires ? $"no occurrence is left before it expires at {expires.UtcDateTime:O}" : "no occurrence is left";
    }
}

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
        return Create(task, id, author, now, firesPast: true);
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
        return Edit(row, task, author, now, disabledReason, firesPast: true);
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
            IsEdited = IsEditedBy(row, author),
        };
        return new PeriodicTaskEdit(edited, row.Revision, IsReplanned: false);
    }

    /// <summary>Finds a row's next occurrence after now, as if it had just been enabled. Without one the row is disabled, with the reason.</summary>
    /// <param name="row">The row.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="now">The time.</param>
    /// <param name="firesPast">Whether a clocked time that has passed is still to come: it is new.</param>
    public static PeriodicTaskRow Plan(PeriodicTaskRow row, Schedule schedule, DateTimeOffset now, bool firesPast)
    {
        DateTimeOffset watermark = row.Watermark > now ? row.Watermark.Value : now;
        if (firesPast && schedule is ClockedSchedule { At: var at } && at <= now)
        {
            watermark = at > DateTimeOffset.MinValue ? at - Instant : at;
        }

        PeriodicTaskRow planned = row with { Anchor = now, Watermark = watermark };
        DateTimeOffset? next = Next(planned, schedule, watermark);
        bool isOver = row.Enabled && next is null;
        return planned with
        {
            NextNominal = next,
            NextRun = next is { } nominal ? Due(planned, schedule, nominal) : null,
            Enabled = row.Enabled && !isOver,
            DisabledReason = isOver ? NothingLeft(row) : row.DisabledReason,
        };
    }

    /// <summary>The next occurrence after an instant, or none: the schedule ends, or the periodic task expires before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="after">The instant.</param>
    public static DateTimeOffset? Next(PeriodicTaskRow row, Schedule schedule, DateTimeOffset after)
    {
        DateTimeOffset? next = schedule.NextAfter(after, OriginOf(row));
        return next >= row.Expires ? null : next;
    }

    /// <summary>
    /// When an occurrence is due: its jitter later, but before the next one and before the task expires. A clocked time that had passed when it
    /// was written is due from then on.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="nominal">The occurrence.</param>
    public static DateTimeOffset Due(PeriodicTaskRow row, Schedule schedule, DateTimeOffset nominal)
    {
        DateTimeOffset due = nominal;
        if (row.Jitter > TimeSpan.Zero)
        {
            DateTimeOffset? next = schedule.NextAfter(nominal, OriginOf(row));
            due = Jitter.Due(row.Id, nominal, row.Jitter, next is null || next > row.Expires ? row.Expires ?? next : next);
        }

        return schedule.Kind == ScheduleKind.Clocked && row.Anchor > due ? row.Anchor.Value : due;
    }

    /// <summary>Where a row's schedule starts.</summary>
    /// <param name="row">The row.</param>
    public static ScheduleOrigin OriginOf(PeriodicTaskRow row) => new(row.StartTime, row.Anchor);

    /// <summary>Why a periodic task without a next occurrence is disabled.</summary>
    /// <param name="row">The row.</param>
    public static string NothingLeft(PeriodicTaskRow row)
    {
        return row.Expires is { } expires ? $"no occurrence is left before it expires at {expires.UtcDateTime:O}" : "no occurrence is left";
    }

    internal static PeriodicTaskRow Create(PeriodicTask task, Guid id, PeriodicTaskAuthor author, DateTimeOffset now, bool firesPast)
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
        return Plan(PeriodicTaskCodec.Write(task, row), task.Schedule!, at, firesPast);
    }

    internal static PeriodicTaskEdit Edit(
        PeriodicTaskRow row, PeriodicTask task, PeriodicTaskAuthor author, DateTimeOffset now, string? disabledReason, bool firesPast)
    {
        DateTimeOffset at = Instants.Round(now);
        PeriodicTaskRow edited = PeriodicTaskCodec.Write(task, row) with
        {
            Revision = row.Revision + 1,
            ChangedAt = at,
            ChangedBy = author.Name,
            IsEdited = IsEditedBy(row, author),
            Error = null,
            DisabledReason = task.Enabled ? null : disabledReason ?? (row.Enabled ? null : row.DisabledReason),
        };

        bool isRescheduled = IsRescheduled(row, edited, task.Schedule!);
        if (!isRescheduled && (row.Enabled || !task.Enabled))
        {
            return new PeriodicTaskEdit(EndAtExpiry(edited), row.Revision, IsReplanned: false);
        }

        if (!isRescheduled && task.Schedule is ClockedSchedule clocked && clocked.At <= at)
        {
            throw new InvalidValueException("enabled", "true", $"a new clocked time first, because {clocked.At:O} has passed");
        }

        return new PeriodicTaskEdit(Plan(edited, task.Schedule!, at, firesPast && isRescheduled), row.Revision, IsReplanned: true);
    }

    // Texts written by others may say the same in other words; an edit of something else must not re-plan such a row.
    private static bool IsRescheduled(PeriodicTaskRow row, PeriodicTaskRow edited, Schedule schedule)
    {
        return edited.StartTime != row.StartTime
            || (edited.Schedule != row.Schedule
                && !(Schedule.TryParse(row.Schedule, out Schedule? before, out InvalidValueException? _) && before == schedule));
    }

    // A new expiry before the next occurrence ends the task now; nobody would see why it is silent until then.
    private static PeriodicTaskRow EndAtExpiry(PeriodicTaskRow edited)
    {
        return edited.Enabled && edited.NextNominal >= edited.Expires
            ? edited with { Enabled = false, DisabledReason = NothingLeft(edited) }
            : edited;
    }

    private static bool IsEditedBy(PeriodicTaskRow row, PeriodicTaskAuthor author)
    {
        return row.IsEdited || (row.DeclarationKey is not null && author.IsOperator);
    }
}

using Downbeat.ScheduleStores;

namespace Downbeat.App.Django.Importing;

/// <summary>
/// Takes up a row where the other beat left off: what lies after its last run is still to come, and missed ones follow the task's catch-up rule,
/// so that at the most one of them fires. What never ran has missed nothing. Pure.
/// </summary>
internal static class RunState
{
    /// <summary>Plans a row that the planner has just planned from now.</summary>
    /// <param name="row">The row.</param>
    /// <param name="task">What it says.</param>
    /// <param name="from">When it ran elsewhere.</param>
    /// <param name="terms">How the import is done.</param>
    public static PeriodicTaskRow Carry(PeriodicTaskRow row, PeriodicTask task, Translation from, ImportTerms terms)
    {
        DateTimeOffset now = Instants.Round(terms.Now);
        DateTimeOffset? last = Instants.Round(from.LastRun) is { } run ? Earlier(run, now) : null;
        PeriodicTaskRow carried = row with { LastRun = Later(last, row.LastRun), TotalRuns = Math.Max(row.TotalRuns, from.TotalRuns) };
        if (task.Schedule!.Kind == ScheduleKind.Clocked)
        {
            return carried;
        }

        DateTimeOffset anchor = last ?? Earlier(Instants.Round(from.Changed) ?? now, now);
        DateTimeOffset watermark = last is { } at && !terms.FromNow ? Settled(task, at) : now;
        carried = carried with { Anchor = anchor, Watermark = watermark };
        DateTimeOffset? next = PeriodicTaskPlanner.Next(carried, task.Schedule, watermark);
        bool isOver = task.Enabled && (next is null || task.Expires <= now);
        return carried with
        {
            NextNominal = isOver ? null : next,
            NextRun = next is { } nominal && !isOver ? PeriodicTaskPlanner.Due(carried, task.Schedule, nominal) : null,
            Enabled = task.Enabled && !isOver,
            DisabledReason = isOver ? PeriodicTaskPlanner.NothingLeft(carried) : row.DisabledReason,
        };
    }

    // Here an interval with a start time has a grid that begins there; the other beat counted from its last run, a little off the grid.
    // The run was that of the grid's nearest point.
    private static DateTimeOffset Settled(PeriodicTask task, DateTimeOffset last)
    {
        return task is { Schedule: Schedules.IntervalSchedule interval, StartTime: not null } && interval.Length < DateTimeOffset.MaxValue - last
            ? last + (interval.Length / 2)
            : last;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}

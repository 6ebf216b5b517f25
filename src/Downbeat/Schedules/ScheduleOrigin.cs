using System.Runtime.InteropServices;

namespace Downbeat.Schedules;

/// <summary>
/// Where a schedule starts: what a task adds to the schedule it shares. Both instants are cut to whole microseconds, UTC.
/// </summary>
/// <param name="StartTime">
/// Nothing occurs before it; an occurrence exactly at it counts. An interval's grid begins at it. None by default.
/// </param>
/// <param name="Anchor">
/// When the task was created, re-enabled or given its schedule: without a start time an interval first occurs one period after it.
/// Other kinds ignore it. Without either, the grid runs through the Unix epoch.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScheduleOrigin(DateTimeOffset? StartTime = null, DateTimeOffset? Anchor = null)
{
    /// <summary>Nothing occurs before it; an occurrence exactly at it counts.</summary>
    public DateTimeOffset? StartTime { get; init => field = Cut(value); } = Cut(StartTime);

    /// <summary>Without a start time an interval first occurs one period after it.</summary>
    public DateTimeOffset? Anchor { get; init => field = Cut(value); } = Cut(Anchor);

    private static DateTimeOffset? Cut(DateTimeOffset? instant) => instant is { } value ? ScheduleInstants.CutToMicroseconds(value) : null;
}

namespace Downbeat.Schedules;

/// <summary>ScheduleInstants as ticks of UTC since the year 1, the scale the schedules calculate in.</summary>
internal static class ScheduleInstants
{
    /// <summary>No instant: beyond either end of the calendar, or none at all.</summary>
    internal const long None = -1;

    /// <summary>The first tick after the calendar.</summary>
    private const long End = 3652059 * TimeSpan.TicksPerDay;

    internal static DateTimeOffset? Of(long ticks) => ticks is >= 0 and < End ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal static DateTimeOffset CutToMicroseconds(DateTimeOffset instant)
        => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

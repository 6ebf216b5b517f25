namespace Downbeat.Schedules;

/// <summary>ScheduleInstants as ticks of UTC since the year 1, the scale the schedules calculate in.</summary>
internal static class ScheduleInstants
{
    /// <summary>No instant: beyond either end of the calendar, or none at all.</summary>
    internal const long None = -1;

    internal static readonly long Last = DateTimeOffset.MaxValue.UtcTicks;

    internal static DateTimeOffset? Of(long ticks) => ticks >= 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal static DateTimeOffset CutToMicroseconds(DateTimeOffset instant)
        => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

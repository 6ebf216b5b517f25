namespace Downbeat.Schedules.Sun;

/// <summary>Stands in for the kernel's: a compiler checks schedules and never asks when they occur.</summary>
internal sealed class SolarClock
{
    public SolarClock(SolarEvent solarEvent, double latitude, double longitude)
    {
        _ = solarEvent;
        _ = latitude;
        _ = longitude;
    }

    public static long FromTicks(long ticks) => ticks;

    public static long ToTicks(long seconds) => seconds;

    public long NextAfter(long second) => throw new NotSupportedException($"next after {second}");

    public long LastAtOrBefore(long second) => throw new NotSupportedException($"last before {second}");

    public long Count(long after, long until) => throw new NotSupportedException($"count from {after} to {until}");
}

using Downbeat.Schedules.Zones;

namespace Downbeat.Schedules.Crontabs;

/// <summary>Stands in for the kernel's: a compiler checks schedules and never asks when they occur.</summary>
internal sealed class ZonedCrontab
{
    public ZonedCrontab(CrontabFields fields, ZoneTable zone, DstGap dstGap, DstOverlap dstOverlap)
    {
        _ = fields;
        _ = zone;
        _ = dstGap;
        _ = dstOverlap;
    }

    public long NextAfter(long second) => throw new NotSupportedException($"next after {second}");

    public long LastAtOrBefore(long second) => throw new NotSupportedException($"last before {second}");

    public long Count(long after, long until) => throw new NotSupportedException($"count from {after} to {until}");
}

namespace Downbeat.Worker.Execution;

/// <summary>Time that only goes forward, in ticks of 100 ns since the worker was made. Deadlines are measured with it, never with the wall clock.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    /// <summary>A deadline that never comes.</summary>
    public const long Never = long.MaxValue;

    private readonly long _origin = time.GetTimestamp();

    public long Now => time.GetElapsedTime(_origin).Ticks;

    /// <summary>The time until a deadline as timers understand it: whole milliseconds, rounded up, so that none fires too early.</summary>
    public TimeSpan Until(long deadline)
    {
        return deadline == Never
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling((deadline - Now) / (double)TimeSpan.TicksPerMillisecond), 0, int.MaxValue));
    }

    public static long After(long now, TimeSpan? time) => time is { } given ? now + given.Ticks : Never;
}

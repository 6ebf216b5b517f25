namespace Downbeat.Worker.Execution;

/// <summary>When something has to happen to a run, by the monotonic clock.</summary>
internal sealed class RunDeadlines
{
    private long _soft = MonotonicClock.Never;
    private long _hard = MonotonicClock.Never;
    private long _stop = MonotonicClock.Never;

    /// <summary>When its token is cancelled.</summary>
    public long Soft => Volatile.Read(ref _soft);

    /// <summary>When it is failed.</summary>
    public long Hard => Volatile.Read(ref _hard);

    /// <summary>When it must have stopped, after its token was cancelled.</summary>
    public long Stop => Volatile.Read(ref _stop);

    public long Next => Math.Min(Soft, Math.Min(Hard, Stop));

    public void Start(long now, Limits limits)
    {
        Volatile.Write(ref _soft, MonotonicClock.After(now, limits.Soft));
        Volatile.Write(ref _hard, MonotonicClock.After(now, limits.Hard));
    }

    /// <summary>The soft limit has done its work.</summary>
    public void PassSoft() => Volatile.Write(ref _soft, MonotonicClock.Never);

    public void StopBy(long deadline) => Volatile.Write(ref _stop, deadline);
}

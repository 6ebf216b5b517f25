namespace Downbeat.Worker.Execution;

/// <summary>What others should learn of a run while it has not ended: that a worker has it, that it runs, how far it is.</summary>
/// <remarks>Most runs end before anybody could look; they are never announced and cost nothing here.</remarks>
internal sealed class RunNews
{
    /// <summary>A run is announced at the latest this long after its start, so that short ones need no write of their own.</summary>
    public static readonly long Latest = 10 * TimeSpan.TicksPerMillisecond;

    /// <summary>It may be announced this early, together with others.</summary>
    public static readonly long Earliest = 5 * TimeSpan.TicksPerMillisecond;

    /// <summary>The least time between two writes of one run's progress.</summary>
    public static readonly long ProgressInterval = 250 * TimeSpan.TicksPerMillisecond;

    private readonly Lock _lock = new();
    private TaskProgress? _progress;
    private long _mayTellAt = MonotonicClock.Never;
    private long _mustTellAt = MonotonicClock.Never;
    private bool _isReceivedTold;

    /// <summary>How far it is, as it told itself last.</summary>
    public TaskProgress? Progress => Volatile.Read(ref _progress);

    /// <summary>When something has to be told, by the monotonic clock.</summary>
    public long NextAt => Volatile.Read(ref _mustTellAt);

    /// <summary>It starts now.</summary>
    public void Start(long now)
    {
        _mayTellAt = now + Earliest;
        Volatile.Write(ref _mustTellAt, now + Latest);
    }

    /// <summary>It has come further.</summary>
    public void Report(TaskProgress progress)
    {
        lock (_lock)
        {
            _progress = progress;
            if (_mustTellAt == MonotonicClock.Never)
            {
                _mustTellAt = _mayTellAt;
            }
        }
    }

    /// <summary>Whether there is something to tell of a run that has started. If so, it counts as told.</summary>
    public bool TryTell(long now)
    {
        lock (_lock)
        {
            if (_mustTellAt == MonotonicClock.Never || now < _mayTellAt)
            {
                return false;
            }

            _mayTellAt = now + ProgressInterval;
            _mustTellAt = MonotonicClock.Never;
            return true;
        }
    }

    /// <summary>What counted as told could not be told: it is tried again, not before the given time.</summary>
    public void TellAgain(long at)
    {
        lock (_lock)
        {
            _mayTellAt = at;
            _mustTellAt = at;
        }
    }

    /// <summary>Whether it is still to be told that a worker has it. If so, it counts as told.</summary>
    public bool TryTellReceived()
    {
        bool isNew = !_isReceivedTold;
        _isReceivedTold = true;
        return isNew;
    }
}

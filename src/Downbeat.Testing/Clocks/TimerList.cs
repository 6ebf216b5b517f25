namespace Downbeat.Testing.Clocks;

/// <summary>The time of a clock that is moved by hand, and its timers. Both change under one lock, so that no timer is armed for a moment that has passed.</summary>
internal sealed class TimerList(DateTimeOffset start)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ManualTimer> _armed = [];
    private DateTimeOffset _now = start;
    private long _changes;

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Grows whenever a run begins or ends to wait for the clock.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Whether a timer should have fired: another thread is about to let it.</summary>
    public bool HasDue
    {
        get
        {
            lock (_lock)
            {
                return FindDue() is not null;
            }
        }
    }

    /// <summary>When the next timer fires; null when none does.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_lock)
            {
                return _armed.Min(static timer => timer.DueAt);
            }
        }
    }

    /// <summary>The tasks whose runs wait for the clock.</summary>
    public HashSet<string> WaitingTasks()
    {
        lock (_lock)
        {
            return [.. _armed.Select(static timer => timer.TaskId).OfType<string>()];
        }
    }

    public void Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            timer.Period = period;
            Set(timer, dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime);
        }

        if (dueTime == TimeSpan.Zero)
        {
            // As everywhere: who arms a timer is not who runs it.
            ThreadPool.UnsafeQueueUserWorkItem(static list => list.FireDue(), this, preferLocal: false);
        }
    }

    public void Disarm(ManualTimer timer)
    {
        lock (_lock)
        {
            Set(timer, dueAt: null);
        }
    }

    /// <summary>Moves the time, and runs the timers that are due, one after the other.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (_lock)
        {
            _now = instant;
        }

        FireDue();
    }

    private void FireDue()
    {
        while (TakeDue() is { } timer)
        {
            timer.Run();
        }
    }

    private ManualTimer? TakeDue()
    {
        lock (_lock)
        {
            ManualTimer? due = FindDue();
            if (due is not null)
            {
                Set(due, due.Period > TimeSpan.Zero ? _now + due.Period : null);
            }

            return due;
        }
    }

    private ManualTimer? FindDue() => _armed.Where(timer => timer.DueAt <= _now).MinBy(static timer => timer.DueAt);

    private void Set(ManualTimer timer, DateTimeOffset? dueAt)
    {
        timer.DueAt = dueAt;
        _changes += timer.TaskId is null ? 0 : 1;
        _ = dueAt is null ? _armed.Remove(timer) : _armed.Add(timer);
    }
}

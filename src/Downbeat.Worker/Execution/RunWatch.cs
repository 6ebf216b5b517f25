using Downbeat.Worker.Consuming;

namespace Downbeat.Worker.Execution;

/// <summary>
/// Looks after the runs under way: time limits, those that do not stop, and what is to be told of them. One timer serves all: it looks at the
/// few that run, so that starting and ending a run costs no timer.
/// </summary>
internal sealed class RunWatch : IDisposable
{
    private static readonly long ReceivedInterval = 500 * TimeSpan.TicksPerMillisecond;
    private readonly Lock _looking = new();
    private readonly Lock _arming = new();
    private readonly List<Run> _runs = [];
    private readonly RunQueue _queue;
    private readonly Settler _settler;
    private readonly MonotonicClock _clock;
    private readonly Func<Run, Ending, bool> _abandon;
    private readonly bool _tellsNews;
    private readonly ITimer _timer;
    private long _next = MonotonicClock.Never;

    /// <param name="queue">The runs.</param>
    /// <param name="settler">Tells of them.</param>
    /// <param name="clock">The time.</param>
    /// <param name="time">Makes the timer.</param>
    /// <param name="tellsNews">Whether runs are announced.</param>
    /// <param name="abandon">Ends a run whose code does not.</param>
    public RunWatch(
        RunQueue queue, Settler settler, MonotonicClock clock, TimeProvider time, bool tellsNews, Func<Run, Ending, bool> abandon)
    {
        _queue = queue;
        _settler = settler;
        _clock = clock;
        _tellsNews = tellsNews;
        _abandon = abandon;
        _timer = time.CreateTimer(
            static state => ((RunWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something about a run has changed: it has started, has come further, or has to stop.</summary>
    public void Notice(Run run) => Wake(NextAt(run));

    /// <summary>Runs may be waiting.</summary>
    public void NoticeWaiting()
    {
        if (_tellsNews)
        {
            Wake(_clock.Now + ReceivedInterval);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Wake(long at)
    {
        if (at >= Volatile.Read(ref _next))
        {
            return;
        }

        lock (_arming)
        {
            if (at < _next)
            {
                _next = at;
                _timer.Change(_clock.Until(at), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Look()
    {
        lock (_looking)
        {
            lock (_arming)
            {
                // Whoever calls Wake from here on is not overlooked: the timer is armed anew.
                _next = MonotonicClock.Never;
            }

            long now = _clock.Now;
            long next = MonotonicClock.Never;
            _queue.CopyRunning(_runs);
            foreach (Run run in _runs)
            {
                next = Math.Min(next, LookAt(run, now));
            }

            _runs.Clear();
            Wake(Math.Min(next, LookAtWaiting(now)));
        }
    }

    private long LookAt(Run run, long now)
    {
        if (now >= run.Deadlines.Hard)
        {
            _abandon(run, Ending.TimeLimitExceeded);
            return MonotonicClock.Never;
        }

        if (now >= run.Deadlines.Stop)
        {
            _abandon(run, run.Cause == CancelCause.Terminated ? new Ending(EndingKind.Terminated) : Ending.GivenBack);
            return MonotonicClock.Never;
        }

        if (now >= run.Deadlines.Soft)
        {
            run.Deadlines.PassSoft();
            run.Cancel(CancelCause.SoftLimit);
        }

        if (_tellsNews && !run.IgnoresResult && run.News.TryTell(now))
        {
            _settler.Announce(run);
        }

        return NextAt(run);
    }

    private long LookAtWaiting(long now)
    {
        long oldest = _queue.OldestWaiting;
        if (!_tellsNews || oldest == MonotonicClock.Never)
        {
            return MonotonicClock.Never;
        }

        if (now - oldest >= ReceivedInterval)
        {
            _queue.CopyWaiting(_runs);
            foreach (Run run in _runs)
            {
                if (!run.IgnoresResult && run.News.TryTellReceived())
                {
                    _settler.Announce(run);
                }
            }

            _runs.Clear();
        }

        return now + ReceivedInterval;
    }

    private long NextAt(Run run)
    {
        return _tellsNews && !run.IgnoresResult ? Math.Min(run.Deadlines.Next, run.News.NextAt) : run.Deadlines.Next;
    }
}

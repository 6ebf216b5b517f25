using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>
/// Runs whose turn comes later. They hold no slot and do not stand in the way of others; one timer serves them all. Those that are parked, because
/// their broker cannot hold a message until its time, are admitted anew when they are due.
/// </summary>
internal sealed class Delays : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(Run Run, bool IsParked), long> _runs = new();
    private readonly RunQueue _queue;
    private readonly Room _room;
    private readonly MonotonicClock _clock;
    private readonly Action<Run> _admit;
    private readonly ITimer _timer;

    /// <param name="queue">Where those go whose turn it is.</param>
    /// <param name="room">Counts them.</param>
    /// <param name="clock">The time.</param>
    /// <param name="time">Makes the timer.</param>
    /// <param name="admit">Admits a parked run anew.</param>
    public Delays(RunQueue queue, Room room, MonotonicClock clock, TimeProvider time, Action<Run> admit)
    {
        _queue = queue;
        _room = room;
        _clock = clock;
        _admit = admit;
        _timer = time.CreateTimer(
            static state => ((Delays)state!).StartDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many wait for their turn.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _runs.Count;
            }
        }
    }

    /// <param name="run">The run.</param>
    /// <param name="due">Its turn, by the monotonic clock.</param>
    public void Add(Run run, long due)
    {
        _room.Delay();
        Add(run, due, isParked: false);
    }

    /// <param name="run">The run.</param>
    /// <param name="due">Its time, by the monotonic clock.</param>
    public void Park(Run run, long due)
    {
        run.IsParked = true;
        _room.Park();
        Add(run, due, isParked: true);
    }

    /// <returns>What was waiting; it counts as waiting for a slot again.</returns>
    public IReadOnlyList<Run> Close()
    {
        lock (_lock)
        {
            Run[] left = [.. _runs.UnorderedItems.Select(item => item.Element.Run)];
            foreach (((Run run, bool isParked), _) in _runs.UnorderedItems)
            {
                if (!isParked)
                {
                    _room.Return();
                }
                else if (run.TryUnpark())
                {
                    _room.Unpark();
                }
            }

            _runs.Clear();
            return left;
        }
    }

    public void CopyTo(List<Run> target)
    {
        lock (_lock)
        {
            foreach (((Run run, _), _) in _runs.UnorderedItems)
            {
                target.Add(run);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Add(Run run, long due, bool isParked)
    {
        lock (_lock)
        {
            _runs.Enqueue((run, isParked), due);
            Arm();
        }
    }

    private void StartDue()
    {
        lock (_lock)
        {
            long now = _clock.Now;
            while (_runs.TryPeek(out (Run Run, bool IsParked) next, out long due) && due <= now)
            {
                _runs.Dequeue();
                if (!next.IsParked)
                {
                    _room.Return();
                    _queue.Add(next.Run);
                }
                else if (next.Run.TryUnpark())
                {
                    _room.Unpark();
                    _admit(next.Run);
                }
            }

            Arm();
        }
    }

    private void Arm()
    {
        _timer.Change(_clock.Until(_runs.TryPeek(out _, out long due) ? due : MonotonicClock.Never), Timeout.InfiniteTimeSpan);
    }
}

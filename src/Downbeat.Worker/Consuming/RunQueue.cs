using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>The runs that wait for a slot, first come first served, and those that have one.</summary>
internal sealed class RunQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Run> _waiting = new();
    private readonly Run?[] _running;
    private readonly Stack<int> _free;
    private readonly Room _room;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ended;
    private bool _isClosed;

    public RunQueue(int concurrency, Room room)
    {
        _running = new Run?[concurrency];
        _free = new Stack<int>(Enumerable.Range(0, concurrency).Reverse());
        _room = room;
    }

    public int FreeSlots
    {
        get
        {
            lock (_lock)
            {
                return _free.Count;
            }
        }
    }

    public int RunningCount => _running.Length - FreeSlots;

    /// <summary>How many runs have given their slot back so far.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    /// <summary>When the oldest of the waiting was received, by the monotonic clock; never when none waits.</summary>
    public long OldestWaiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.TryPeek(out Run? oldest) ? oldest.Received : MonotonicClock.Never;
            }
        }
    }

    /// <summary>Takes a run, and starts it when a slot is free.</summary>
    public void Add(Run run)
    {
        lock (_lock)
        {
            _waiting.Enqueue(run);
            StartNext();
        }
    }

    /// <summary>Takes runs, and starts as many as slots are free.</summary>
    public void AddRange(List<Run> runs)
    {
        lock (_lock)
        {
            foreach (Run run in runs)
            {
                _waiting.Enqueue(run);
            }

            StartNext();
        }
    }

    /// <summary>A run's slot is free again.</summary>
    public void Release(Run run)
    {
        lock (_lock)
        {
            _running[run.Slot] = null;
            _free.Push(run.Slot);
            _ended++;
            StartNext();
            _room.FreeSlot();
            if (_isClosed && _free.Count == _running.Length)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Lets nothing start any more.</summary>
    /// <returns>What was waiting.</returns>
    public IReadOnlyList<Run> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Run[] left = [.. _waiting];
            _waiting.Clear();
            if (_free.Count == _running.Length)
            {
                _idle.TrySetResult();
            }

            return left;
        }
    }

    /// <summary>Completes when nothing runs any more, after <see cref="Close"/>.</summary>
    public Task WhenIdle => _idle.Task;

    public void CopyRunning(List<Run> target)
    {
        lock (_lock)
        {
            foreach (Run? run in _running)
            {
                if (run is not null)
                {
                    target.Add(run);
                }
            }
        }
    }

    public void CopyWaiting(List<Run> target)
    {
        lock (_lock)
        {
            target.AddRange(_waiting);
        }
    }

    private void StartNext()
    {
        while (_free.Count > 0 && !_isClosed && _waiting.TryDequeue(out Run? run))
        {
            _room.LeaveWaiting();
            if (run.TryBegin())
            {
                run.Slot = _free.Pop();
                _running[run.Slot] = run;

                // Each run is a piece of work of its own, at the end of the thread pool's queue: a row of short tasks keeps nobody else waiting.
                ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
            }
        }
    }
}

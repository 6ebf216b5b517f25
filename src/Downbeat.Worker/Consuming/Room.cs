using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>How many messages the worker holds, and how many more it may ask for.</summary>
/// <remarks>
/// Two bounds: what waits for a slot follows the tasks' speed; what is held in all, from being received to being settled, never exceeds what can
/// run plus the prefetch, so that a broker that does not take answers is not asked for ever more messages.
/// </remarks>
internal sealed class Room(int concurrency, int prefetch) : IDisposable
{
    private const int Nobody = -1;
    private const int MostParked = 10_000;
    private readonly AsyncSignal _signal = new();
    private int _held;
    private int _waiting;
    private int _parked;
    private int _wakeAtHeld = Nobody;
    private int _wakeAtWaiting = Nobody;
    private bool _wakesForSlot;

    /// <summary>Messages received and not settled.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Messages that wait for a slot.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Take(int count)
    {
        Interlocked.Add(ref _held, count);
        Interlocked.Add(ref _waiting, count);
        WorkerMetrics.CountPrefetched(count);
    }

    /// <summary>A message waits no longer: it runs, or it is over.</summary>
    public void LeaveWaiting()
    {
        WorkerMetrics.CountPrefetched(-1);
        Delay();
    }

    /// <summary>A message waits for its turn, so that others can come before it.</summary>
    public void Delay()
    {
        if (Interlocked.Decrement(ref _waiting) <= Volatile.Read(ref _wakeAtWaiting))
        {
            _signal.Set();
        }
    }

    /// <summary>A delayed message has its turn now.</summary>
    public void Return() => Interlocked.Increment(ref _waiting);

    /// <summary>A message waits for its eta, which the broker cannot do for it.</summary>
    public void Park()
    {
        Interlocked.Increment(ref _parked);
        Delay();
        Release(1);
    }

    /// <summary>A parked message waits for a slot now, or is about to be settled.</summary>
    public void Unpark()
    {
        Interlocked.Decrement(ref _parked);
        Interlocked.Increment(ref _held);
        Return();
    }

    /// <summary>Messages are settled.</summary>
    public void Release(int count)
    {
        if (Interlocked.Add(ref _held, -count) <= Volatile.Read(ref _wakeAtHeld))
        {
            _signal.Set();
        }
    }

    /// <summary>
    /// A slot is free. Where messages may wait, one of them leaving for the slot tells that there is room; where none may, this does, because a
    /// message can be settled before its slot is free.
    /// </summary>
    public void FreeSlot()
    {
        if (Volatile.Read(ref _wakesForSlot))
        {
            _signal.Set();
        }
    }

    /// <summary>Waits until it is worth asking for more.</summary>
    /// <param name="size">How many messages may wait for a slot.</param>
    /// <param name="freeSlots">How many slots are free.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many to ask for; 1 or more.</returns>
    public async ValueTask<int> WaitAsync(int size, Func<int> freeSlots, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The thresholds stand before the second look, so that a change in between raises the signal.
            int free = FindFree(size, freeSlots());
            if (free == 0)
            {
                Volatile.Write(ref _wakeAtWaiting, size / 2);
                Volatile.Write(ref _wakeAtHeld, concurrency + prefetch - 1);
                Volatile.Write(ref _wakesForSlot, size == 0);
                Interlocked.MemoryBarrier();
                free = FindFree(size, freeSlots());
            }

            if (free > 0)
            {
                Volatile.Write(ref _wakeAtWaiting, Nobody);
                Volatile.Write(ref _wakeAtHeld, Nobody);
                Volatile.Write(ref _wakesForSlot, false);
                return free;
            }

            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _signal.Dispose();

    // Half empty is the time to fill up: the next group arrives before the last one has gone, and groups stay large.
    private int FindFree(int size, int freeSlots)
    {
        int waiting = Waiting;
        return waiting > size / 2 || Volatile.Read(ref _parked) >= MostParked ? 0 : Math.Clamp(freeSlots + size - waiting, 0, Math.Max(0, concurrency + prefetch - Held));
    }
}

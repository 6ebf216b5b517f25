using Downbeat.Control;
using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

/// <summary>The messages of a memory and what belongs to them. All of it is used under the memory's lock.</summary>
internal sealed class MemoryMessageTable(MemoryDatabase database)
{
    private static readonly Comparer<MemoryMessage> ByPriority = Comparer<MemoryMessage>.Create(static (a, b) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : a.Sequence.CompareTo(b.Sequence));

    private static readonly Comparer<MemoryMessage> ByTime = Comparer<MemoryMessage>.Create(static (a, b) =>
        a.AvailableAt != b.AvailableAt ? Nullable.Compare(a.AvailableAt, b.AvailableAt) : a.Sequence.CompareTo(b.Sequence));

    private readonly Dictionary<string, SortedSet<MemoryMessage>> _ready = new(StringComparer.Ordinal);
    private readonly SortedSet<MemoryMessage> _delayed = new(ByTime);
    private long _sequence;

    public Dictionary<string, DateTimeOffset> Once { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Revocation> Revocations { get; } = new(StringComparer.Ordinal);

    /// <summary>The dead letters by their ids, in the order they died.</summary>
    public SortedDictionary<long, DeadLetter> DeadLetters { get; } = [];

    /// <summary>The priorities of dead letters, which come back with them.</summary>
    public Dictionary<long, int> DeadPriorities { get; } = [];

    public HashSet<MemoryMessage> Held { get; } = [];

    /// <summary>Messages that no worker holds, those that wait for their eta included.</summary>
    public IEnumerable<MemoryMessage> Waiting => _ready.Values.SelectMany(static queue => queue).Concat(_delayed);

    /// <summary>When the next delayed message comes to its time; null when there is none.</summary>
    public DateTimeOffset? NextDelayed => _delayed.Min?.AvailableAt;

    public void Publish(BrokerMessage source)
    {
        DateTimeOffset now = database.Now;
        if (!source.Once || Once.TryAdd(source.Message.Headers.Id, now))
        {
            Enqueue(source, now);
        }
    }

    public void Put(MemoryMessage row)
    {
        if (row.AvailableAt is not null)
        {
            _delayed.Add(row);
            return;
        }

        if (!_ready.TryGetValue(row.Queue, out SortedSet<MemoryMessage>? queue))
        {
            _ready.Add(row.Queue, queue = new SortedSet<MemoryMessage>(ByPriority));
        }

        queue.Add(row);
    }

    /// <summary>Takes a message off its queue, or out of the hands of its consumer.</summary>
    public void Remove(MemoryMessage row)
    {
        _ = row.IsHeld ? Held.Remove(row) : row.AvailableAt is not null ? _delayed.Remove(row) : _ready[row.Queue].Remove(row);
    }

    /// <summary>Claims messages by priority, then age, and at most one suspect.</summary>
    public List<MemoryMessage> Claim(IReadOnlyList<string> queues, long consumer, int max, bool mayTakeSuspect)
    {
        Promote();
        var found = queues
            .Distinct(StringComparer.Ordinal)
            .SelectMany(queue => _ready.TryGetValue(queue, out SortedSet<MemoryMessage>? rows) ? Candidates(rows, max) : [])
            .Order(ByPriority)
            .ToList();
        var claimed = new List<MemoryMessage>(Math.Min(max, found.Count));
        foreach (MemoryMessage row in found)
        {
            if (claimed.Count < max && (!row.IsSuspect || mayTakeSuspect))
            {
                mayTakeSuspect &= !row.IsSuspect;
                Remove(row);
                row.Consumer = consumer;
                row.Deliveries++;
                Held.Add(row);
                claimed.Add(row);
            }
        }

        return claimed;
    }

    /// <summary>Puts a held message back on its queue.</summary>
    public void Release(MemoryMessage row, bool countsAsDelivery, DateTimeOffset? availableAt = null)
    {
        Remove(row);
        row.Consumer = 0;
        row.Deliveries -= countsAsDelivery ? 0 : 1;
        row.AvailableAt = availableAt > database.Now ? Instants.Round(availableAt) : null;
        Put(row);
    }

    public void Bury(MemoryMessage row, string reason)
    {
        Remove(row);
        long id = ++_sequence;
        DeadLetters.Add(id, new DeadLetter(id, row.Queue, row.Message, reason, database.Now, row.Deliveries));
        DeadPriorities.Add(id, row.Priority);
    }

    public void Revive(DeadLetter letter)
    {
        Enqueue(new BrokerMessage(letter.Queue, letter.Message) { Priority = DeadPriorities[letter.Id] }, database.Now);
        Forget(letter);
    }

    public void Forget(DeadLetter letter)
    {
        DeadLetters.Remove(letter.Id);
        DeadPriorities.Remove(letter.Id);
    }

    /// <summary>A task that waits for its eta shall not wait on to be found revoked.</summary>
    public void Revoke(Revocation revocation)
    {
        bool terminate = revocation.Terminate;
        if (Revocations.TryGetValue(revocation.TaskId, out Revocation? known))
        {
            revocation = known;
        }

        Revocations[revocation.TaskId] = revocation with { Terminate = terminate || revocation.Terminate };
        foreach (MemoryMessage row in _delayed.Where(row => row.TaskId == revocation.TaskId).ToList())
        {
            MakeReady(row);
        }
    }

    private void Enqueue(BrokerMessage source, DateTimeOffset now)
    {
        Put(new MemoryMessage
        {
            Sequence = ++_sequence,
            Queue = source.Queue,
            Priority = source.Priority,
            Message = source.Message,
            EnqueuedAt = now,
            AvailableAt = source.AvailableAt > now ? Instants.Round(source.AvailableAt) : null,
        });
    }

    private void Promote()
    {
        DateTimeOffset now = database.Now;
        while (_delayed.Min is { } row && row.AvailableAt <= now)
        {
            MakeReady(row);
        }
    }

    private void MakeReady(MemoryMessage row)
    {
        _delayed.Remove(row);
        row.AvailableAt = null;
        Put(row);
    }

    private static IEnumerable<MemoryMessage> Candidates(SortedSet<MemoryMessage> rows, int max)
    {
        return rows.Where(static row => !row.IsSuspect).Take(max).Concat(rows.Where(static row => row.IsSuspect).Take(1));
    }
}

namespace Downbeat.ScheduleStores.InMemory;

/// <summary>The fires of a memory. All of it is used under the memory's lock.</summary>
internal sealed class MemoryFireTable
{
    public static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, MemoryFire> _byKey = [];
    private readonly SortedDictionary<long, MemoryFire> _pending = [];
    private readonly HashSet<(Guid Task, DateTimeOffset Nominal, string Manual)> _occurrences = [];
    private long _sequence;

    public IEnumerable<MemoryFire> All => _byKey.Values;

    /// <summary>Those that still have to be published, oldest first.</summary>
    public IEnumerable<MemoryFire> Pending => _pending.Values;

    public int PendingCount => _pending.Count;

    public MemoryFire? Get(long key) => _byKey.GetValueOrDefault(key);

    public bool HasOccurrence(Fire fire) => _occurrences.Contains(Occurrence(fire));

    /// <returns>The fire; null when its occurrence has one already.</returns>
    public MemoryFire? Add(Fire fire)
    {
        if (!_occurrences.Add(Occurrence(fire)))
        {
            return null;
        }

        bool isPublished = fire.Outcome == FireOutcome.Published;
        var row = new MemoryFire
        {
            Fire = fire with { Key = ++_sequence, Message = fire.Outcome == FireOutcome.Pending ? fire.Message : null },
            LookAgainAt = isPublished && fire.GiveUpAt is not null ? fire.PublishedAt + FirstLook : null,
        };
        _byKey.Add(_sequence, row);
        if (row.IsPending)
        {
            _pending.Add(_sequence, row);
        }

        return row;
    }

    /// <summary>Takes note of a fire that need not be published any more.</summary>
    public void Settled(MemoryFire row) => _pending.Remove(row.Fire.Key);

    public void Delete(MemoryFire row)
    {
        _byKey.Remove(row.Fire.Key);
        _pending.Remove(row.Fire.Key);
        _occurrences.Remove(Occurrence(row.Fire));
    }

    // Fires by hand are told apart by their task id.
    private static (Guid Task, DateTimeOffset Nominal, string Manual) Occurrence(Fire fire)
    {
        return (fire.PeriodicTaskId, fire.Nominal, fire.Kind == FireKind.Manual ? fire.TaskId : "");
    }
}

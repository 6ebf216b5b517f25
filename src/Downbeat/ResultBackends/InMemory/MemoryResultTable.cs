namespace Downbeat.ResultBackends.InMemory;

/// <summary>The results of a memory. All of it is used under the memory's lock.</summary>
internal sealed class MemoryResultTable
{
    private readonly Dictionary<string, MemoryResult> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<MemoryResult> _byAge = new(Comparer<MemoryResult>.Create(static (a, b) => a.Sequence.CompareTo(b.Sequence)));
    private long _sequence;

    public IEnumerable<MemoryResult> OldestFirst => _byAge;

    public IEnumerable<MemoryResult> NewestFirst => _byAge.Reverse();

    public MemoryResult? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>A finished result is never replaced: of two runs of one task the first result counts.</summary>
    public void Store(TaskResult result, DateTimeOffset now)
    {
        if (!_byId.TryGetValue(result.Id, out MemoryResult? row))
        {
            row = new MemoryResult { Sequence = ++_sequence, Result = result, ChangedAt = now };
            _byId.Add(result.Id, row);
            _byAge.Add(row);
        }
        else if (!row.Result.State.IsFinished)
        {
            row.Result = result with { Progress = result.Progress ?? row.Result.Progress };
            row.ChangedAt = now;
        }
    }

    public void Delete(MemoryResult row)
    {
        _byId.Remove(row.Result.Id);
        _byAge.Remove(row);
    }
}

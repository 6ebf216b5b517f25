namespace Downbeat.Retention.InMemory;

/// <summary>The records of the cleanups of a memory.</summary>
internal sealed class MemoryCleanupRuns : ICleanupRuns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, CleanupRun> _runs = [];

    public ValueTask SaveAsync(CleanupRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _runs[run.Id] = run;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<CleanupRun>> ListAsync(int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new((IReadOnlyList<CleanupRun>)[.. NewestFirst().Take(max)]);
        }
    }

    /// <summary>The runs that started at or before an instant, oldest first.</summary>
    public List<CleanupRun> StartedBefore(DateTimeOffset instant)
    {
        lock (_lock)
        {
            return [.. NewestFirst().Where(run => run.StartedAt <= instant).Reverse()];
        }
    }

    public void Delete(CleanupRun run)
    {
        lock (_lock)
        {
            _runs.Remove(run.Id);
        }
    }

    private IEnumerable<CleanupRun> NewestFirst()
    {
        return _runs.Values.OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.Id.ToString(), StringComparer.Ordinal);
    }
}

using Downbeat.Hosting.InMemory;
using Downbeat.ResultBackends.InMemory;

namespace Downbeat.Retention.InMemory;

/// <summary>Which results of a memory a policy deletes.</summary>
internal sealed class MemoryResultTargets(MemoryDatabase database, RetentionPolicy policy)
{
    public IEnumerable<IRetentionTarget> All =>
    [
        new MemoryTarget<MemoryResult>(
            database, RetentionRole.Results, "results", Expired, database.ResultRows.Delete, static row => row.Result.State.Name),
        new MemoryTarget<MemoryResult>(
            database, RetentionRole.Results, "results over their task's limit", Excess, database.ResultRows.Delete, static row => row.Result.State.Name),
    ];

    /// <summary>When a policy lets a result be deleted.</summary>
    public static DateTimeOffset? Expiry(MemoryResult row, RetentionPolicy policy)
    {
        TaskResult result = row.Result;
        return policy.ExpiresAt(result.Name, result.State, result.DoneAt ?? row.ChangedAt, result.Keep);
    }

    private IEnumerable<MemoryResult> Expired(DateTimeOffset now)
    {
        return database.ResultRows.OldestFirst.Where(row => IsExpired(row, now));
    }

    private IEnumerable<MemoryResult> Excess(DateTimeOffset now)
    {
        return database.ResultRows.NewestFirst
            .Where(row => row.Result.Name is not null && !IsExpired(row, now))
            .GroupBy(row => row.Result.Name!, StringComparer.Ordinal)
            .SelectMany(task => policy.CapOf(task.Key)?.MaxPerTask is { } max ? task.Where((_, index) => index >= max) : [])
            .Where(row => row.Result.State.IsFinished)
            .OrderBy(row => row.Sequence);
    }

    private bool IsExpired(MemoryResult row, DateTimeOffset now)
    {
        return (database.Policy.IsApplied(policy) ? row.Result.ExpiresAt : Expiry(row, policy)) <= now;
    }
}

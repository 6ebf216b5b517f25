using Downbeat.Brokers;
using Downbeat.Brokers.InMemory;
using Downbeat.Control;
using Downbeat.Hosting.InMemory;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.InMemory;

namespace Downbeat.Retention.InMemory;

/// <summary>Keeps a memory small.</summary>
internal sealed class MemoryRetention(MemoryDatabase database) : IRetention
{
    // What a row costs besides its body, roughly.
    private const long BytesPerRow = 500;

    public RetentionCapabilities Capabilities { get; } = new()
    {
        Technology = MemoryDatabases.Scheme,
        Database = database.Identity,
    };

    public ICleanupRuns Runs => database.CleanupRuns;

    public IReadOnlyList<IRetentionTarget> GetTargets(RetentionPolicy policy)
    {
        return
        [
            .. policy.DeletesNoResults ? [] : new MemoryResultTargets(database, policy).All,
            .. BrokerTargets(policy),
            .. ScheduleTargets(policy),
        ];
    }

    public ValueTask<bool> ApplyAsync(RetentionPolicy policy, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => database.Policy.ApplySome(policy, database.ResultRows, max)));
    }

    public ValueTask<long> MeasureAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() =>
            database.ResultRows.OldestFirst.Sum(row => BytesPerRow + row.Result.Value.Length)
            + database.MessageRows.Waiting.Concat(database.MessageRows.Held).Sum(row => BytesPerRow + row.Message.Body.Length)
            + database.MessageRows.DeadLetters.Values.Sum(letter => BytesPerRow + letter.Message.Body.Length)
            + database.FireRows.All.Sum(_ => BytesPerRow)));
    }

    public ValueTask<bool> ReclaimAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(false);
    }

    public TimeSpan GetPause() => TimeSpan.Zero;

    private IEnumerable<IRetentionTarget> BrokerTargets(RetentionPolicy policy)
    {
        MemoryMessageTable rows = database.MessageRows;
        yield return new MemoryTarget<MemoryMessage>(
            database,
            RetentionRole.Broker,
            "expired messages",
            now => rows.Waiting.Where(row => row.Message.Headers.Expires <= Before(now, policy.MessagesKeep)).OrderBy(row => row.Message.Headers.Expires),
            rows.Remove);
        yield return new MemoryTarget<KeyValuePair<string, DateTimeOffset>>(
            database,
            RetentionRole.Broker,
            "ids published once",
            now => rows.Once.Where(one => one.Value <= Before(now, policy.MessagesKeep)).OrderBy(one => one.Value),
            one => rows.Once.Remove(one.Key));
        yield return new MemoryTarget<Revocation>(
            database,
            RetentionRole.Broker,
            "revocations",
            now => rows.Revocations.Values.Where(one => one.RevokedAt <= Before(now, policy.MessagesKeep)).OrderBy(one => one.RevokedAt),
            one => rows.Revocations.Remove(one.TaskId));
        yield return new MemoryTarget<MemoryWorkerRow>(
            database,
            RetentionRole.Broker,
            "workers",
            now => database.WorkerRows.All.Where(row => row.IsGone && row.SeenAt <= Before(now, policy.NodesKeep)),
            database.WorkerRows.Remove);
        if (policy.DeadLettersKeep is { } keep)
        {
            yield return new MemoryTarget<DeadLetter>(
                database,
                RetentionRole.Broker,
                "dead letters",
                now => rows.DeadLetters.Values.Where(letter => letter.DeadAt <= Before(now, keep)),
                rows.Forget);
        }
    }

    private IEnumerable<IRetentionTarget> ScheduleTargets(RetentionPolicy policy)
    {
        yield return new MemoryTarget<MemoryFire>(
            database,
            RetentionRole.Schedule,
            "fires",
            now => database.FireRows.All.Where(row => !row.IsPending && row.Fire.FiredAt <= Before(now, policy.FiresKeep)),
            database.FireRows.Delete);
        yield return new MemoryTarget<NodeReport>(
            database,
            RetentionRole.Schedule,
            "beats",
            now => database.NodeRows.Values.Where(node => node.SeenAt <= Before(now, policy.NodesKeep)),
            node => database.NodeRows.TryRemove(node.Name, out _));
        yield return new MemoryTarget<CleanupRun>(
            database,
            RetentionRole.Schedule,
            "cleanup runs",
            now => database.CleanupRuns.StartedBefore(Before(now, policy.CleanupRunsKeep)),
            database.CleanupRuns.Delete);
    }

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan keep)
    {
        return keep < now - DateTimeOffset.MinValue ? now - keep : DateTimeOffset.MinValue;
    }
}

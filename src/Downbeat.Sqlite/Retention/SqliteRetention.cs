using System.Collections.Concurrent;
using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Keeps a file small.</summary>
internal sealed class SqliteRetention(SqliteDatabase database) : IRetention
{
    private const int PagesAtOnce = 32;
    private static readonly TimeSpan ForeignPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan OwnPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongWait = TimeSpan.FromMilliseconds(2.5);

    // The policies this process is applying just now.
    private readonly ConcurrentDictionary<string, bool> _begun = new(StringComparer.Ordinal);

    public RetentionCapabilities Capabilities { get; } = new()
    {
        Technology = SqliteUrl.Scheme,
        Database = database.Identity,

        // One writer serves everybody: what waits behind a batch waits for all of it.
        BatchBudget = TimeSpan.FromMilliseconds(2),
    };

    public ICleanupRuns Runs { get; } = new SqliteCleanupRuns(database);

    public IReadOnlyList<IRetentionTarget> GetTargets(RetentionPolicy policy)
    {
        var targets = new List<IRetentionTarget>();
        if (!policy.DeletesNoResults)
        {
            targets.Add(new ExpiredResults(database, policy));
            targets.Add(new ExcessResults(database, policy));
        }

        targets.Add(Aged(
            RetentionRole.Broker, "expired messages", "downbeat_message", "seq", "expires_at IS NOT NULL AND expires_at <= ? AND state <> 2", "expires_at", policy.MessagesKeep));
        targets.Add(Aged(
            RetentionRole.Broker, "ids published once", "downbeat_published_once", "task_id", "published_at <= ?", "published_at", policy.MessagesKeep));
        targets.Add(Aged(RetentionRole.Broker, "revocations", "downbeat_revocation", "task_id", "revoked_at <= ?", "revoked_at", policy.MessagesKeep));
        targets.Add(Aged(RetentionRole.Broker, "workers", "downbeat_worker", "id", "seen_at <= ? AND is_gone = 1", "seen_at", policy.NodesKeep));
        if (policy.DeadLettersKeep is { } keep)
        {
            targets.Add(Aged(RetentionRole.Broker, "dead letters", "downbeat_dead_letter", "id", "dead_at <= ?", "dead_at", keep));
        }

        targets.Add(Aged(RetentionRole.Schedule, "fires", "downbeat_fire", "seq", "fired_at <= ? AND outcome <> 0", "fired_at", policy.FiresKeep));
        targets.Add(Aged(RetentionRole.Schedule, "beats", "downbeat_beat", "name", "seen_at <= ?", "seen_at", policy.NodesKeep));
        targets.Add(Aged(
            RetentionRole.Schedule, "cleanup runs", "downbeat_cleanup_run", "id", "started_at <= ?", "started_at", policy.CleanupRunsKeep));
        return targets;
    }

    public async ValueTask<bool> ApplyAsync(RetentionPolicy policy, int max, CancellationToken cancellationToken)
    {
        string words = policy.Describe();
        bool hasMore = !database.Read(session => PolicyApplication.IsApplied(session, policy))
            && await database.WriteAsync(
                transaction => PolicyApplication.ApplySome(transaction.Session, policy, max, _begun.ContainsKey(words)),
                Durability.Background,
                cancellationToken).ConfigureAwait(false);
        if (hasMore)
        {
            _begun[words] = true;
        }
        else
        {
            _begun.TryRemove(words, out _);
        }

        return hasMore;
    }

    public ValueTask<long> MeasureAsync(CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
            (session.Get("PRAGMA page_count").Scalar() ?? 0) * (session.Get("PRAGMA page_size").Scalar() ?? 0)));
    }

    public async ValueTask<bool> ReclaimAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        return await database.WriteAsync(
            transaction => Vacuum(transaction.Session, budget),
            Durability.Background,
            cancellationToken).ConfigureAwait(false);
    }

    // Within this process the writer's queue lets others in between two batches, but their commits wait for a disk that is busy with the batches before;
    // other processes can only find the file unlocked.
    public TimeSpan GetPause()
    {
        return database.IsSharedNow ? ForeignPause
            : database.WriteWait > LongWait ? OwnPause
            : TimeSpan.Zero;
    }

    private static bool Vacuum(SqliteSession session, TimeSpan budget)
    {
        long started = TimeProvider.System.GetTimestamp();
        long free = session.Get("PRAGMA freelist_count").Scalar() ?? 0;
        while (free > 0 && TimeProvider.System.GetElapsedTime(started) < budget)
        {
            session.Execute($"PRAGMA incremental_vacuum({PagesAtOnce})");
            long left = session.Get("PRAGMA freelist_count").Scalar() ?? 0;
            if (left == free)
            {
                // The file was made without incremental vacuum: its free pages are used again, but not given back.
                return false;
            }

            free = left;
        }

        return free > 0;
    }

    private AgedRows Aged(RetentionRole role, string kind, string table, string key, string condition, string order, TimeSpan keep)
    {
        return new AgedRows(database, role, kind, table, key, condition, order, keep);
    }
}

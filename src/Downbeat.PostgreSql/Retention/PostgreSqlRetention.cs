using System.Collections.Concurrent;
using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;

namespace Downbeat.PostgreSql.Retention;

/// <summary>Keeps a schema small.</summary>
internal sealed class PostgreSqlRetention : IRetention
{
    // Tables, their indexes and what lies beside them.
    private const string Measure =
        """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relkind = 'r'
        """;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    // The policies this process is applying just now.
    private readonly ConcurrentDictionary<string, bool> _begun = new(StringComparer.Ordinal);
    private readonly Deletions _deletions = new();
    private readonly PostgreSqlDatabase _database;
    private readonly Vacuum _vacuum;

    public PostgreSqlRetention(PostgreSqlDatabase database)
    {
        _database = database;
        _vacuum = new Vacuum(database, _deletions);
        Capabilities = new RetentionCapabilities { Technology = PostgreSqlUrl.Scheme, Database = database.Identity };
        Runs = new PostgreSqlCleanupRuns(database);
    }

    public RetentionCapabilities Capabilities { get; }

    public ICleanupRuns Runs { get; }

    public IReadOnlyList<IRetentionTarget> GetTargets(RetentionPolicy policy)
    {
        var targets = new List<IRetentionTarget>();
        if (!policy.DeletesNoResults)
        {
            targets.Add(new ExpiredResults(_database, policy, _deletions));
            targets.Add(new ExcessResults(_database, policy, _deletions));
        }

        targets.Add(Aged(
            RetentionRole.Broker, "expired messages", "message", "expires_at IS NOT NULL AND expires_at <= $1 AND state <> 2", "expires_at", policy.MessagesKeep));
        targets.Add(Aged(RetentionRole.Broker, "ids published once", "published_once", "published_at <= $1", "published_at", policy.MessagesKeep));
        targets.Add(Aged(RetentionRole.Broker, "revocations", "revocation", "revoked_at <= $1", "revoked_at", policy.MessagesKeep));
        targets.Add(Aged(RetentionRole.Broker, "workers", "worker", "seen_at <= $1 AND is_gone", "seen_at", policy.NodesKeep));
        if (policy.DeadLettersKeep is { } keep)
        {
            targets.Add(Aged(RetentionRole.Broker, "dead letters", "dead_letter", "dead_at <= $1", "dead_at", keep));
        }

        targets.Add(Aged(RetentionRole.Schedule, "fires", "fire", "fired_at <= $1 AND outcome <> 0", "fired_at", policy.FiresKeep));
        targets.Add(Aged(RetentionRole.Schedule, "beats", "beat", "seen_at <= $1", "seen_at", policy.NodesKeep));
        targets.Add(Aged(RetentionRole.Schedule, "cleanup runs", "cleanup_run", "started_at <= $1", "started_at", policy.CleanupRunsKeep));
        return targets;
    }

    public async ValueTask<bool> ApplyAsync(RetentionPolicy policy, int max, CancellationToken cancellationToken)
    {
        string words = policy.Describe();
        bool hasMore = !await PolicyApplication.IsAppliedAsync(_database, policy, cancellationToken).ConfigureAwait(false)
            && await _database.TransactAsync(
                transaction => PolicyApplication.ApplySomeAsync(_database, transaction, policy, max, _begun.ContainsKey(words)),
                Durability.Process,
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
        return _database.ReadAsync(
            static rows => rows.FirstAsync(static row => row.Long(0)), cancellationToken, new Command(Measure).Add(_database.Schema));
    }

    // What one table takes cannot be cut into slices; it is done gently instead.
    public ValueTask<bool> ReclaimAsync(TimeSpan budget, CancellationToken cancellationToken) => _vacuum.CleanOneAsync(cancellationToken);

    // While others wait long for their writes, there is as much time for them between two batches.
    public TimeSpan GetPause()
    {
        TimeSpan wait = _database.WriteWait;
        return wait < ShortestPause ? ShortestPause : wait > LongestPause ? LongestPause : wait;
    }

    private AgedRows Aged(RetentionRole role, string kind, string table, string condition, string order, TimeSpan keep)
    {
        return new AgedRows(_database, _deletions, role, kind, table, condition, order, keep);
    }
}

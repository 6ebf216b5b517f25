using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;

namespace Downbeat.PostgreSql.Retention;

/// <summary>Finished results of tasks that have more than their rule allows, oldest first.</summary>
internal sealed class ExcessResults(PostgreSqlDatabase database, RetentionPolicy policy, Deletions deletions) : IRetentionTarget
{
    // Names are hopped over one by one along the index: the cost depends on how many tasks there are, not on how many results.
    private const string Names =
        """
        WITH RECURSIVE task AS (
            (SELECT name FROM downbeat.result WHERE name IS NOT NULL ORDER BY name LIMIT 1)
            UNION ALL
            SELECT (SELECT r.name FROM downbeat.result r WHERE r.name > t.name ORDER BY r.name LIMIT 1) FROM task t WHERE t.name IS NOT NULL
        )
        SELECT name FROM task WHERE name IS NOT NULL
        """;

    // The oldest row that is kept, found along the index of names. What has expired is not kept and does not count.
    private const string OldestKept =
        """
        SELECT r.seq FROM downbeat.result r WHERE r.name = $1 AND (r.expires_at IS NULL OR r.expires_at > $2) ORDER BY r.seq DESC LIMIT 1 OFFSET $3
        """;

    private const string Finished = "name = $1 AND seq < $2 AND state IN ('SUCCESS', 'FAILURE', 'REVOKED')";

    private const string Count =
        $"SELECT state, count(*) FROM downbeat.result WHERE {Finished} AND (expires_at IS NULL OR expires_at > $3) GROUP BY state";

    private const string Delete =
        $"""
        WITH gone AS (
            DELETE FROM downbeat.result WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM downbeat.result WHERE {Finished} ORDER BY seq LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING state)
        SELECT state, count(*) FROM gone GROUP BY state
        """;

    // Where each task's excess begins is found once, not for every batch: what comes in meanwhile is the next run's.
    private Queue<Limit>? _left;

    public string Kind => "results over their task's limit";

    public RetentionRole Role => RetentionRole.Results;

    public async ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await PolicyApplication.IsAppliedAsync(database, policy, cancellationToken).ConfigureAwait(false))
        {
            return (await ResultScan.OfAsync(database, policy, now, cancellationToken).ConfigureAwait(false)).Excess;
        }

        _left = await FindLimitsAsync(now, cancellationToken).ConfigureAwait(false);
        RetentionCount total = RetentionCount.None;
        foreach (Limit limit in _left)
        {
            total += await database.ReadAsync(
                StateCounter.CountAsync, cancellationToken, database.Command(Count).Add(limit.Name).Add(limit.OldestKept).Add(now)).ConfigureAwait(false);
        }

        return total;
    }

    public async ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        Queue<Limit> left = _left ??= await FindLimitsAsync(now, cancellationToken).ConfigureAwait(false);
        while (left.TryPeek(out Limit limit))
        {
            RetentionCount deleted = await database.WriteAsync(
                new Write(Topics.None, Durability.Process),
                StateCounter.CountAsync,
                cancellationToken,
                database.Command(Delete).Add(limit.Name).Add(limit.OldestKept).Add(max)).ConfigureAwait(false);
            deletions.Add("result", deleted.Total);
            if (deleted.Total < max)
            {
                left.Dequeue();
            }

            if (!deleted.IsNone)
            {
                return deleted;
            }
        }

        _left = null;
        return RetentionCount.None;
    }

    private async ValueTask<Queue<Limit>> FindLimitsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limits = new Queue<Limit>();
        if (!policy.Caps.Any())
        {
            return limits;
        }

        List<string> names = await database.ReadAsync(
            static rows => rows.AllAsync(static row => row.Text(0)), cancellationToken, database.Command(Names)).ConfigureAwait(false);
        foreach (string name in names)
        {
            if (policy.CapOf(name)?.MaxPerTask is not { } max)
            {
                continue;
            }

            long oldestKept = await database.ReadAsync(
                static rows => rows.FirstAsync(static row => row.Long(0)),
                cancellationToken,
                database.Command(OldestKept).Add(name).Add(now).Add(max - 1)).ConfigureAwait(false);
            if (oldestKept > 0)
            {
                limits.Enqueue(new Limit(name, oldestKept));
            }
        }

        return limits;
    }

    private readonly record struct Limit(string Name, long OldestKept);
}

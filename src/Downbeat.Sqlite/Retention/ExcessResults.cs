using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Finished results of tasks that have more than their rule allows, oldest first.</summary>
internal sealed class ExcessResults(SqliteDatabase database, RetentionPolicy policy) : IRetentionTarget
{
    private const string NextName = "SELECT min(name) FROM downbeat_result WHERE name > ?";

    // The oldest row that is kept, found along the index of names. What has expired is not kept and does not count.
    private const string OldestKept =
        """
        SELECT seq FROM downbeat_result WHERE name = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY seq DESC LIMIT 1 OFFSET ?
        """;

    private const string Finished = "name = ? AND seq < ? AND state IN ('SUCCESS', 'FAILURE', 'REVOKED')";

    private const string Count =
        $"SELECT state, count(*) FROM downbeat_result WHERE {Finished} AND (expires_at IS NULL OR expires_at > ?) GROUP BY state";

    private const string Delete =
        $"DELETE FROM downbeat_result WHERE seq IN (SELECT seq FROM downbeat_result WHERE {Finished} ORDER BY seq LIMIT ?) RETURNING state";

    // Where each task's excess begins is found once, not for every batch: what comes in meanwhile is the next run's.
    private Queue<Limit>? _left;

    public string Kind => "results over their task's limit";

    public RetentionRole Role => RetentionRole.Results;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(session =>
        {
            if (!PolicyApplication.IsApplied(session, policy))
            {
                return ResultScan.Of(session, policy, now).Excess;
            }

            _left = FindLimits(session, now);
            var states = new StateCounter();
            foreach (Limit limit in _left)
            {
                Statement select = session.Get(Count).Add(limit.Name).Add(limit.OldestKept).Add(now);
                while (select.Step())
                {
                    states.Add(select.Text(0), select.Long(1));
                }
            }

            return states.ToCount();
        }));
    }

    public async ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        Queue<Limit> left = _left ??= database.Read(session => FindLimits(session, now));
        if (left.Count == 0)
        {
            _left = null;
            return RetentionCount.None;
        }

        (RetentionCount deleted, int done) = await database.WriteAsync(
            transaction => DeleteBatch(transaction.Session, left, max),
            Durability.Background,
            cancellationToken).ConfigureAwait(false);
        for (; done > 0; done--)
        {
            left.Dequeue();
        }

        // Another cleanup may have been here first; that must not look like the end while there are tasks left.
        return deleted.IsNone ? await DeleteBatchAsync(now, max, cancellationToken).ConfigureAwait(false) : deleted;
    }

    private static (RetentionCount Deleted, int Done) DeleteBatch(SqliteSession session, Queue<Limit> left, int max)
    {
        var states = new StateCounter();
        long room = max;
        int done = 0;
        foreach (Limit limit in left)
        {
            Statement delete = session.Get(Delete).Add(limit.Name).Add(limit.OldestKept).Add(room);
            while (delete.Step())
            {
                room--;
                states.Add(delete);
            }

            if (room == 0)
            {
                break;
            }

            done++;
        }

        return (states.ToCount(), done);
    }

    // Names are hopped over one by one along the index: the cost depends on how many tasks there are, not on how many results.
    private Queue<Limit> FindLimits(SqliteSession session, DateTimeOffset now)
    {
        var limits = new Queue<Limit>();
        for (string? name = FindNextName(session, ""); name is not null; name = FindNextName(session, name))
        {
            if (policy.CapOf(name)?.MaxPerTask is { } max
                && session.Get(OldestKept).Add(name).Add(now).Add(max - 1).Scalar() is { } oldestKept)
            {
                limits.Enqueue(new Limit(name, oldestKept));
            }
        }

        return limits;
    }

    private static string? FindNextName(SqliteSession session, string after)
    {
        Statement select = session.Get(NextName).Add(after);
        string? name = select.Step() ? select.TextOrNull(0) : null;
        select.Reset();
        return name;
    }

    private readonly record struct Limit(string Name, long OldestKept);
}

using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Brokers;

internal sealed class PostgreSqlQueues(PostgreSqlDatabase database) : IQueues
{
    private const int PurgeBatch = 1_000;

    private const int Ready = 0;
    private const int Delayed = 1;
    private const int Held = 2;

    // Each part is read along an index of its own. What has come to its time counts as ready, though nobody has claimed it yet.
    private const string Count =
        """
        WITH t AS MATERIALIZED (SELECT clock_timestamp() AS now), waiting AS (
            SELECT 0 AS part, queue, count(*) AS n, min(seq) AS first FROM downbeat.message WHERE state = 0 GROUP BY queue
            UNION ALL
            SELECT 0, queue, count(*), min(seq) FROM downbeat.message WHERE state = 3 GROUP BY queue
            UNION ALL
            SELECT 0, queue, count(*), min(seq) FROM downbeat.message WHERE state = 1 AND available_at <= (SELECT now FROM t) GROUP BY queue
            UNION ALL
            SELECT 1, queue, count(*), NULL FROM downbeat.message WHERE state = 1 AND available_at > (SELECT now FROM t) GROUP BY queue
            UNION ALL
            SELECT 2, queue, count(*), NULL FROM downbeat.message WHERE state = 2 GROUP BY queue
            UNION ALL
            SELECT 3, queue, count(*), NULL FROM downbeat.dead_letter GROUP BY queue
        )
        SELECT w.part, w.queue, w.n, (SELECT m.enqueued_at FROM downbeat.message m WHERE m.seq = w.first) FROM waiting w
        """;

    private const string Purge =
        """
        DELETE FROM downbeat.message WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM downbeat.message WHERE queue = $1 AND state IN (0, 1, 3) LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING 1
        """;

    public async ValueTask<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var queues = new SortedDictionary<string, QueueInfo>(StringComparer.Ordinal);
        IReadOnlyList<WorkerInfo> workers = await PostgreSqlWorkers.ListAsync(database, cancellationToken).ConfigureAwait(false);
        foreach (string name in workers.Where(worker => worker.IsAlive).SelectMany(worker => worker.Queues))
        {
            queues[name] = Find(queues, name);
        }

        List<Part> parts = await database.ReadAsync(static rows => rows.AllAsync(Read), cancellationToken, database.Command(Count)).ConfigureAwait(false);
        foreach (Part part in parts)
        {
            QueueInfo queue = Find(queues, part.Queue);
            queues[part.Queue] = part.Kind switch
            {
                Ready => queue with
                {
                    Ready = queue.Ready + part.Count,
                    OldestReadyAt = queue.OldestReadyAt < part.OldestAt ? queue.OldestReadyAt : part.OldestAt ?? queue.OldestReadyAt,
                },
                Delayed => queue with { Delayed = part.Count },
                Held => queue with { Unacknowledged = part.Count },
                _ => queue with { DeadLetters = part.Count },
            };
        }

        return [.. queues.Values];
    }

    public async ValueTask<long> PurgeAsync(string queue, CancellationToken cancellationToken)
    {
        long deleted = 0;
        int batch;
        do
        {
            batch = await database.WriteAsync(
                new Write(Topics.None),
                static rows => rows.CountAsync(),
                cancellationToken,
                database.Command(Purge).Add(queue).Add(PurgeBatch)).ConfigureAwait(false);
            deleted += batch;
        }
        while (batch == PurgeBatch);

        return deleted;
    }

    private static QueueInfo Find(SortedDictionary<string, QueueInfo> queues, string name)
    {
        return queues.TryGetValue(name, out QueueInfo? queue) ? queue : new QueueInfo(name, 0, 0, 0, 0, null);
    }

    private static Part Read(NpgsqlDataReader row) => new(row.Int(0), row.Text(1), row.Long(2), row.InstantOrNull(3));

    private readonly record struct Part(int Kind, string Queue, long Count, DateTimeOffset? OldestAt);
}

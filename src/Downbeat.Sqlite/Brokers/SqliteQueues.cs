using Downbeat.Brokers;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

internal sealed class SqliteQueues(SqliteDatabase database) : IQueues
{
    private const int PurgeBatch = 1_000;

    private const string CountReady = "SELECT queue, count(*), min(seq) FROM downbeat_message WHERE state = 0 GROUP BY queue";
    private const string CountSuspect = "SELECT queue, count(*), min(seq) FROM downbeat_message WHERE state = 3 GROUP BY queue";
    private const string CountDelayed = "SELECT queue, count(*) FROM downbeat_message WHERE state = 1 GROUP BY queue";
    private const string CountHeld = "SELECT queue, count(*) FROM downbeat_message WHERE state = 2 GROUP BY queue";
    private const string CountDead = "SELECT queue, count(*) FROM downbeat_dead_letter GROUP BY queue";
    private const string EnqueuedAt = "SELECT enqueued_at FROM downbeat_message WHERE seq = ?";

    private static readonly string[] Purges =
    [
        "DELETE FROM downbeat_message WHERE seq IN (SELECT seq FROM downbeat_message WHERE state = 0 AND queue = ? LIMIT ?)",
        "DELETE FROM downbeat_message WHERE seq IN (SELECT seq FROM downbeat_message WHERE state = 3 AND queue = ? LIMIT ?)",
        "DELETE FROM downbeat_message WHERE seq IN (SELECT seq FROM downbeat_message WHERE state = 1 AND queue = ? LIMIT ?)",
    ];

    public ValueTask<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var queues = new SortedDictionary<string, QueueInfo>(StringComparer.Ordinal);
            foreach (string name in WorkerRows.List(session, database.Now).Where(worker => worker.IsAlive).SelectMany(worker => worker.Queues))
            {
                queues[name] = Find(queues, name);
            }

            Count(session, CountReady, queues, static (queue, count, oldest) => queue with { Ready = count, OldestReadyAt = oldest });
            Count(session, CountSuspect, queues, static (queue, count, oldest) =>
                queue with { Ready = queue.Ready + count, OldestReadyAt = queue.OldestReadyAt < oldest ? queue.OldestReadyAt : oldest });
            Count(session, CountDelayed, queues, static (queue, count, _) => queue with { Delayed = count });
            Count(session, CountHeld, queues, static (queue, count, _) => queue with { Unacknowledged = count });
            Count(session, CountDead, queues, static (queue, count, _) => queue with { DeadLetters = count });
            return (IReadOnlyList<QueueInfo>)[.. queues.Values];
        }));
    }

    public async ValueTask<long> PurgeAsync(string queue, CancellationToken cancellationToken)
    {
        long deleted = 0;
        foreach (string sql in Purges)
        {
            int batch;
            do
            {
                batch = await database.WriteAsync(
                    transaction => transaction.Session.Get(sql).Add(queue).Add(PurgeBatch).Run(),
                    Durability.Power,
                    cancellationToken).ConfigureAwait(false);
                deleted += batch;
            }
            while (batch == PurgeBatch);
        }

        return deleted;
    }

    private static QueueInfo Find(SortedDictionary<string, QueueInfo> queues, string name)
    {
        return queues.TryGetValue(name, out QueueInfo? queue) ? queue : new QueueInfo(name, 0, 0, 0, 0, null);
    }

    private static void Count(
        SqliteSession session,
        string sql,
        SortedDictionary<string, QueueInfo> queues,
        Func<QueueInfo, long, DateTimeOffset?, QueueInfo> apply)
    {
        Statement select = session.Get(sql);
        bool hasOldest = ReferenceEquals(sql, CountReady) || ReferenceEquals(sql, CountSuspect);
        while (select.Step())
        {
            string name = select.Text(0);
            DateTimeOffset? oldest = hasOldest && session.Get(EnqueuedAt).Add(select.Long(2)).Scalar() is { } at
                ? Instants.FromMicroseconds(at)
                : null;
            queues[name] = apply(Find(queues, name), select.Long(1), oldest);
        }
    }
}

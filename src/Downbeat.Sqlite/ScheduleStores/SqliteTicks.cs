using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqliteTicks(SqliteDatabase database) : ITicks
{
    private const int ReplanBatch = 500;

    private const string SelectBusy =
        """
        SELECT last_task_id FROM downbeat_periodic_task
        WHERE enabled = 1 AND error IS NULL AND next_run_at <= ? AND busy_until IS NOT NULL ORDER BY next_run_at LIMIT ?
        """;

    private const string SelectFuture =
        $"{PeriodicTaskRows.Select} WHERE enabled = 1 AND error IS NULL AND next_run_at > ? AND seq > ? ORDER BY seq LIMIT ?";

    public async ValueTask<TickReport> TickAsync(TickRequest request, CancellationToken cancellationToken)
    {
        return await database.WriteAsync(
            transaction => new SqliteTick(transaction, request, database.Now).Run(),
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<string>> FindBusyAsync(DateTimeOffset dueBefore, int max, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var ids = new List<string>();
            Statement select = session.Get(SelectBusy).Add(dueBefore).Add(max);
            while (select.Step())
            {
                ids.Add(select.Text(0));
            }

            return (IReadOnlyList<string>)ids;
        }));
    }

    public async ValueTask<long> ReplanAsync(
        string timeZoneVersion, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, CancellationToken cancellationToken)
    {
        string? stored = database.Read(session => MetaRows.Find(session, MetaRows.TimeZoneVersion));
        if (stored is not null && string.CompareOrdinal(stored, timeZoneVersion) >= 0)
        {
            return 0;
        }

        long total = 0;
        long cursor = 0;
        int batch;
        do
        {
            long from = cursor;
            (batch, cursor) = stored is null ? (0, 0) : await database.WriteAsync(
                transaction => ReplanBatchFrom(transaction.Session, from, replan, database.Now),
                Durability.Power,
                cancellationToken).ConfigureAwait(false);
            total += batch;
        }
        while (batch == ReplanBatch);

        await database.WriteAsync(
            transaction => MetaRows.Set(transaction.Session, MetaRows.TimeZoneVersion, timeZoneVersion),
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
        return total;
    }

    private static (int Count, long Last) ReplanBatchFrom(
        SqliteSession session, long from, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, DateTimeOffset now)
    {
        List<StoredTask> rows = PeriodicTaskRows.ReadStored(session.Get(SelectFuture).Add(now).Add(from).Add(ReplanBatch));
        foreach (StoredTask stored in rows)
        {
            Advances.Write(session, stored, stored.Refusal is { } refusal ? new TickDecision { Error = refusal } : replan(stored.Row, now));
        }

        session.Touched |= Topics.Schedule;
        return (rows.Count, rows.Count > 0 ? rows[^1].Sequence : from);
    }
}

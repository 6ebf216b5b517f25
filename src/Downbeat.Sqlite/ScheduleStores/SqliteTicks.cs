using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqliteTicks(SqliteDatabase database) : ITicks
{
    private const int ReplanBatch = 500;

    private const string SelectUnplanned =
        $"{PeriodicTaskRows.Select} WHERE enabled = 1 AND error IS NULL AND next_run_at IS NULL LIMIT ?";

    private const string SelectDue =
        $"{PeriodicTaskRows.Select} WHERE enabled = 1 AND error IS NULL AND next_run_at <= ? ORDER BY next_run_at LIMIT ?";

    // NULL stands first: such a row is due at once.
    private const string SelectNext =
        "SELECT next_run_at FROM downbeat_periodic_task WHERE enabled = 1 AND error IS NULL ORDER BY next_run_at LIMIT 1";

    private const string SelectBusy =
        """
        SELECT last_task_id FROM downbeat_periodic_task
        WHERE enabled = 1 AND error IS NULL AND next_run_at <= ? AND busy_until IS NOT NULL AND last_task_id IS NOT NULL
        ORDER BY next_run_at LIMIT ?
        """;

    private const string SelectFuture =
        $"{PeriodicTaskRows.Select} WHERE enabled = 1 AND error IS NULL AND next_run_at > ? AND id > ? ORDER BY id LIMIT ?";

    public async ValueTask<TickReport> TickAsync(TickRequest request, CancellationToken cancellationToken)
    {
        // Most looks find nothing due: those read, and leave the one writer to others.
        DateTimeOffset now = database.Now;
        DateTimeOffset? next = database.Read(session => FindNext(session, now));
        return next is null || next > now
            ? new TickReport(now, 0, 0, 0, 0, [], next)
            : await database.WriteAsync(
                transaction => new SqliteTick(transaction, request, database.Now).Run(SelectUnplanned, SelectDue),
                Durability.Power,
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>When the next row is due: now, if its next occurrence is still to be found.</summary>
    public static DateTimeOffset? FindNext(SqliteSession session, DateTimeOffset now)
    {
        Statement select = session.Get(SelectNext);
        DateTimeOffset? next = select.Step() ? select.InstantOrNull(0) ?? now : null;
        select.Reset();
        return next;
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
        string cursor = "";
        List<string> batch;
        do
        {
            string from = cursor;
            batch = stored is null ? [] : await database.WriteAsync(
                transaction => ReplanBatchFrom(transaction.Session, from, replan, database.Now),
                Durability.Power,
                cancellationToken).ConfigureAwait(false);
            total += batch.Count;
            cursor = batch.Count > 0 ? batch[^1] : cursor;
        }
        while (batch.Count == ReplanBatch);

        await database.WriteAsync(
            transaction => MetaRows.Set(transaction.Session, MetaRows.TimeZoneVersion, timeZoneVersion),
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
        return total;
    }

    private static List<string> ReplanBatchFrom(
        SqliteSession session, string from, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, DateTimeOffset now)
    {
        var rows = new List<PeriodicTaskRow>();
        Statement select = session.Get(SelectFuture).Add(now).Add(from).Add(ReplanBatch);
        while (select.Step())
        {
            rows.Add(PeriodicTaskRows.Read(select));
        }

        foreach (PeriodicTaskRow row in rows)
        {
            Advances.Write(session, row, replan(row, now));
        }

        session.Touched |= Topics.Schedule;
        return [.. rows.Select(row => row.Id.ToString())];
    }
}

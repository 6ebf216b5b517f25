using Downbeat.PostgreSql.Connections;
using Downbeat.PostgreSql.Schema;
using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.PostgreSql.ScheduleStores;

internal sealed class PostgreSqlTicks(PostgreSqlDatabase database, Pulse pulse) : ITicks
{
    private const int ReplanBatch = 500;

    // NULL stands first: such a row is due at once.
    public const string SelectNext =
        "SELECT next_run_at FROM downbeat.periodic_task WHERE enabled AND error IS NULL ORDER BY next_run_at NULLS FIRST LIMIT 1";

    private const string Look =
        $"""
        SELECT t.now, n.next_run_at, n.found IS NOT NULL,
            (SELECT next_run_at FROM downbeat.periodic_task WHERE enabled AND error IS NULL AND busy_until IS NOT NULL ORDER BY next_run_at LIMIT 1),
            EXISTS (SELECT FROM downbeat.fire WHERE outcome = 0),
            (SELECT look_again_at FROM downbeat.fire WHERE look_again_at IS NOT NULL ORDER BY look_again_at LIMIT 1)
        FROM (SELECT clock_timestamp() AS now) t LEFT JOIN (SELECT next_run_at, true AS found FROM ({SelectNext}) f) n ON true
        """;

    private const string SelectBusy =
        """
        SELECT last_task_id FROM downbeat.periodic_task
        WHERE enabled AND error IS NULL AND next_run_at <= $1 AND busy_until IS NOT NULL AND last_task_id IS NOT NULL
        ORDER BY next_run_at LIMIT $2
        """;

    private const string SelectFuture =
        $"{PeriodicTaskRows.Select} WHERE enabled AND error IS NULL AND next_run_at > $1 AND seq > $2 ORDER BY seq LIMIT $3 FOR UPDATE";

    private Guid? _storeId;

    public async ValueTask<TickReport> TickAsync(TickRequest request, CancellationToken cancellationToken)
    {
        // Most looks find nothing due: those read, and that is all.
        cancellationToken.ThrowIfCancellationRequested();
        (long version, long started) = (database.Schedule.Version, database.Clock.GetTimestamp());
        Pulse.Look look = (await database.ReadAsync(
            rows => rows.FirstAsync(row => ReadLook(row, version, started)), cancellationToken, database.Command(Look)).ConfigureAwait(false))!;
        pulse.Remember(look);
        if (look.Next is null || look.Next > look.Now)
        {
            return new TickReport(look.Now, 0, 0, 0, 0, [], look.Next);
        }

        pulse.Forget();
        Guid storeId = _storeId ??= Guid.Parse((await MetaRows.FindAsync(database, MetaRows.StoreId, cancellationToken).ConfigureAwait(false))!);
        return await database.TransactAsync(
            transaction => new PostgreSqlTick(database, transaction, request, storeId, look.Now).RunAsync(), Durability.Server, cancellationToken).ConfigureAwait(false);
    }

    public static (bool HasRow, DateTimeOffset? Next) ReadNext(NpgsqlDataReader row) => (true, row.InstantOrNull(0));

    public async ValueTask<IReadOnlyList<string>> FindBusyAsync(DateTimeOffset dueBefore, int max, CancellationToken cancellationToken)
    {
        if (pulse.Recent is { } look && (look.NextBusy is null || look.NextBusy > dueBefore))
        {
            return [];
        }

        return await database.ReadAsync(
            static rows => rows.AllAsync(static row => row.Text(0)), cancellationToken, database.Command(SelectBusy).Add(dueBefore).Add(max)).ConfigureAwait(false);
    }

    public async ValueTask<long> ReplanAsync(
        string timeZoneVersion, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, CancellationToken cancellationToken)
    {
        string? stored = await MetaRows.FindAsync(database, MetaRows.TimeZoneVersion, cancellationToken).ConfigureAwait(false);
        if (stored is not null && string.CompareOrdinal(stored, timeZoneVersion) >= 0)
        {
            return 0;
        }

        long total = 0;
        (int Count, long Last) batch = (0, 0);
        do
        {
            long from = batch.Last;
            batch = stored is null
                ? (0, 0)
                : await database.TransactAsync(transaction => ReplanFromAsync(transaction, from, replan), Durability.Server, cancellationToken).ConfigureAwait(false);
            total += batch.Count;
        }
        while (batch.Count == ReplanBatch);

        await database.WriteAsync(
            new Write(Topics.None),
            static _ => new ValueTask<bool>(true),
            cancellationToken,
            MetaRows.Set(database, MetaRows.TimeZoneVersion, timeZoneVersion)).ConfigureAwait(false);
        return total;
    }

    private async ValueTask<(int Count, long Last)> ReplanFromAsync(
        PostgreSqlTransaction transaction, long from, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan)
    {
        DateTimeOffset now = await transaction.QueryAsync(
            static rows => rows.FirstAsync(static row => row.Instant(0)), database.Command("SELECT clock_timestamp()")).ConfigureAwait(false);
        List<(long Key, PeriodicTaskRow Row)> rows = await transaction.QueryAsync(
            static rows => rows.AllAsync(PeriodicTaskRows.ReadKeyed), database.Command(SelectFuture).Add(now).Add(from).Add(ReplanBatch)).ConfigureAwait(false);
        foreach (Command command in Advances.Commands(database, [.. rows.Select(one => new Advances.Decided(one.Key, one.Row, replan(one.Row, now)))]))
        {
            transaction.Defer(command);
        }

        transaction.Touched |= Topics.Schedule;
        return (rows.Count, rows.Count > 0 ? rows[^1].Key : from);
    }

    private static Pulse.Look ReadLook(NpgsqlDataReader row, long version, long started)
    {
        DateTimeOffset now = row.Instant(0);
        return new Pulse.Look(
            version, started, now, row.Bool(2) ? row.InstantOrNull(1) ?? now : null, row.InstantOrNull(3), row.Bool(4), row.InstantOrNull(5));
    }
}

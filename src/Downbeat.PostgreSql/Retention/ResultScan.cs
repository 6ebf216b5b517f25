using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;
using Npgsql;

namespace Downbeat.PostgreSql.Retention;

/// <summary>What a policy would delete, found by looking at every result: for policies that were not applied, whose expiries stand in no index.</summary>
/// <param name="Expired">Results past their expiry.</param>
/// <param name="Excess">Finished results over their task's limit.</param>
internal sealed record ResultScan(RetentionCount Expired, RetentionCount Excess)
{
    private const int Page = 5_000;

    private const string Select =
        """
        SELECT name, state, coalesce(done_at, changed_at), keep, seq FROM downbeat.result
        WHERE name IS NOT NULL AND (name, seq) < ($1, $2) ORDER BY name DESC, seq DESC LIMIT $3
        """;

    private const string SelectNameless =
        """
        SELECT name, state, coalesce(done_at, changed_at), keep, seq FROM downbeat.result WHERE name IS NULL AND seq < $1 ORDER BY seq DESC LIMIT $2
        """;

    private const string Last = "SELECT coalesce(max(name), '') FROM downbeat.result";

    public static async ValueTask<ResultScan> OfAsync(PostgreSqlDatabase database, RetentionPolicy policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scan = new Judge(policy, now);
        string name = await database.ReadAsync(
            static rows => rows.FirstAsync(static row => row.Text(0)), cancellationToken, database.Command(Last)).ConfigureAwait(false) ?? "";
        long sequence = long.MaxValue;
        List<Seen> page;
        do
        {
            page = await ReadAsync(database.Command(Select).Add(name).Add(sequence).Add(Page)).ConfigureAwait(false);
            page.ForEach(scan.Look);
            (name, sequence) = page.Count > 0 ? (page[^1].Name!, page[^1].Sequence) : (name, sequence);
        }
        while (page.Count == Page);

        sequence = long.MaxValue;
        do
        {
            page = await ReadAsync(database.Command(SelectNameless).Add(sequence).Add(Page)).ConfigureAwait(false);
            page.ForEach(scan.Look);
            sequence = page.Count > 0 ? page[^1].Sequence : sequence;
        }
        while (page.Count == Page);

        return scan.ToScan();

        ValueTask<List<Seen>> ReadAsync(Command command) => database.ReadAsync(static rows => rows.AllAsync(Read), cancellationToken, command);
    }

    private static Seen Read(NpgsqlDataReader row) =>
        new(row.TextOrNull(0), new TaskState(row.Text(1)), row.Instant(2), row.DurationOrNull(3), row.Long(4));

    private readonly record struct Seen(string? Name, TaskState State, DateTimeOffset ChangedAt, TimeSpan? Keep, long Sequence);

    private sealed class Judge(RetentionPolicy policy, DateTimeOffset now)
    {
        private readonly StateCounter _expired = new();
        private readonly StateCounter _excess = new();
        private string? _task;
        private long _kept;
        private long? _most;

        public void Look(Seen row)
        {
            if (row.Name != _task)
            {
                _task = row.Name;
                _kept = 0;
                _most = row.Name is null ? null : policy.CapOf(row.Name)?.MaxPerTask;
            }

            if (policy.ExpiresAt(row.Name, row.State, row.ChangedAt, row.Keep) <= now)
            {
                _expired.Add(row.State.Name, 1);
            }
            else if (++_kept > _most && row.State.IsFinished)
            {
                _excess.Add(row.State.Name, 1);
            }
        }

        public ResultScan ToScan() => new(_expired.ToCount(), _excess.ToCount());
    }
}

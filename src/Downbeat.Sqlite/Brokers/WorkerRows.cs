using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>The rows of consumers.</summary>
internal static class WorkerRows
{
    private const string Insert =
        "INSERT INTO downbeat_worker (name, queues, beats, seen_at, lease_until, report) VALUES (?, ?, 0, ?, ?, ?) RETURNING id";

    private const string Update =
        "UPDATE downbeat_worker SET beats = beats + 1, seen_at = ?, lease_until = ?, report = ? WHERE id = ? AND is_gone = 0";

    private const string End = "UPDATE downbeat_worker SET is_gone = 1, seen_at = ? WHERE id = ?";
    private const string SelectLiving = "SELECT id, beats, lease_until, lease_until - seen_at FROM downbeat_worker WHERE is_gone = 0";
    private const string SelectAlive = "SELECT 1 FROM downbeat_worker WHERE id = ? AND is_gone = 0";

    private const string SelectNewest =
        """
        SELECT name, queues, seen_at, lease_until, is_gone, report FROM downbeat_worker
        WHERE id IN (SELECT max(id) FROM downbeat_worker GROUP BY name) ORDER BY name
        """;

    public static long Add(SqliteSession session, ConsumerOptions options, WorkerReport report, DateTimeOffset now)
    {
        Statement insert = session.Get(Insert)
            .Add(options.WorkerName)
            .Add(JsonSerializer.Serialize(options.Queues, SqliteJson.Default.IReadOnlyListString))
            .Add(now)
            .Add(now + options.Lease)
            .Add(JsonSerializer.Serialize(report, SqliteJson.Default.WorkerReport));
        insert.Step();
        long id = insert.Long(0);
        insert.Run();
        return id;
    }

    /// <returns>Whether the consumer still was alive for the others.</returns>
    public static bool Renew(SqliteSession session, long id, WorkerReport report, DateTimeOffset now, TimeSpan lease)
    {
        return session.Get(Update)
            .Add(now)
            .Add(now + lease)
            .Add(JsonSerializer.Serialize(report, SqliteJson.Default.WorkerReport))
            .Add(id)
            .Run() == 1;
    }

    public static bool Leave(SqliteSession session, long id, DateTimeOffset now)
    {
        return session.Get(End).Add(now).Add(id).Run() == 1;
    }

    /// <summary>Whether a consumer still counts: what one that does not claims would belong to nobody.</summary>
    public static bool IsAlive(SqliteSession session, long id) => session.Get(SelectAlive).Add(id).Scalar() == 1;

    public static IReadOnlyList<WorkerRow> ReadAll(SqliteSession session)
    {
        var rows = new List<WorkerRow>();
        Statement select = session.Get(SelectLiving);
        while (select.Step())
        {
            rows.Add(new WorkerRow(select.Long(0), select.Long(1), select.Instant(2), select.Duration(3)));
        }

        return rows;
    }

    public static IReadOnlyList<WorkerInfo> List(SqliteSession session, DateTimeOffset now)
    {
        var workers = new List<WorkerInfo>();
        Statement select = session.Get(SelectNewest);
        while (select.Step())
        {
            workers.Add(new WorkerInfo(
                select.Text(0),
                JsonSerializer.Deserialize(select.Text(1), SqliteJson.Default.IReadOnlyListString) ?? [],
                select.Instant(2),
                !select.Bool(4) && select.Instant(3) > now,
                JsonSerializer.Deserialize(select.Text(5), SqliteJson.Default.WorkerReport) ?? new WorkerReport()));
        }

        return workers;
    }
}

using System.Text.Json;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqliteNodes(SqliteDatabase database) : INodes
{
    private const string Upsert =
        """
        INSERT INTO downbeat_beat (name, seen_at, report) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, report = excluded.report
        """;

    private const string Select = "SELECT report, seen_at FROM downbeat_beat ORDER BY name";

    public async ValueTask ReportAsync(NodeReport report, CancellationToken cancellationToken)
    {
        string json = JsonSerializer.Serialize(report, SqliteJson.Default.NodeReport);
        await database.WriteAsync(
            transaction => transaction.Session.Get(Upsert).Add(report.Name).Add(database.Now).Add(json).Run(),
            Durability.Process,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<NodeReport>> ListAsync(CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var nodes = new List<NodeReport>();
            Statement select = session.Get(Select);
            while (select.Step())
            {
                NodeReport report = JsonSerializer.Deserialize(select.Bytes(0), SqliteJson.Default.NodeReport)!;
                nodes.Add(report with { SeenAt = select.Instant(1) });
            }

            return (IReadOnlyList<NodeReport>)nodes;
        }));
    }
}

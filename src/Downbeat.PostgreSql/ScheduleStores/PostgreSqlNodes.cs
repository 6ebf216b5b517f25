using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;

namespace Downbeat.PostgreSql.ScheduleStores;

internal sealed class PostgreSqlNodes(PostgreSqlDatabase database) : INodes
{
    private const string Columns = "name, host, process_id, version, started_at, ticked_at, ticks, fires, worst_lateness, seen_at";

    private const string Upsert =
        $"""
        INSERT INTO downbeat.beat ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT clock_timestamp()))
        ON CONFLICT (name) DO UPDATE SET
            host = excluded.host, process_id = excluded.process_id, version = excluded.version, started_at = excluded.started_at,
            ticked_at = excluded.ticked_at, ticks = excluded.ticks, fires = excluded.fires, worst_lateness = excluded.worst_lateness,
            seen_at = excluded.seen_at
        """;

    private const string Select = $"SELECT {Columns} FROM downbeat.beat ORDER BY name";

    public async ValueTask ReportAsync(NodeReport report, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            new Write(Topics.None),
            static _ => new ValueTask<bool>(true),
            cancellationToken,
            database.Command(Upsert)
                .Add(report.Name).Add(report.Host).Add(report.ProcessId).Add(report.Version).Add(report.StartedAt)
                .Add(report.TickedAt).Add(report.Ticks).Add(report.Fires).Add(report.WorstLateness)).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<NodeReport>> ListAsync(CancellationToken cancellationToken)
    {
        return await database.ReadAsync(
            static rows => rows.AllAsync(static row => new NodeReport(row.Text(0))
            {
                Host = row.Text(1),
                ProcessId = row.Int(2),
                Version = row.Text(3),
                StartedAt = row.Instant(4),
                TickedAt = row.InstantOrNull(5),
                Ticks = row.Long(6),
                Fires = row.Long(7),
                WorstLateness = row.Duration(8),
                SeenAt = row.Instant(9),
            }),
            cancellationToken,
            database.Command(Select)).ConfigureAwait(false);
    }
}

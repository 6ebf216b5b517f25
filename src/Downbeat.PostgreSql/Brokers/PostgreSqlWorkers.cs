using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Brokers;

internal sealed class PostgreSqlWorkers(PostgreSqlDatabase database) : IWorkers
{
    private const string SelectNewest =
        """
        SELECT DISTINCT ON (name) name, queues, seen_at, NOT is_gone AND lease_until > (SELECT clock_timestamp()), report
        FROM downbeat.worker ORDER BY name, id DESC
        """;

    public ValueTask<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancellationToken) => ListAsync(database, cancellationToken);

    public static async ValueTask<IReadOnlyList<WorkerInfo>> ListAsync(PostgreSqlDatabase database, CancellationToken cancellationToken)
    {
        return await database.ReadAsync(static rows => rows.AllAsync(Read), cancellationToken, database.Command(SelectNewest)).ConfigureAwait(false);
    }

    private static WorkerInfo Read(NpgsqlDataReader row)
    {
        return new WorkerInfo(
            row.Text(0),
            JsonSerializer.Deserialize(row.Text(1), PostgreSqlJson.Default.IReadOnlyListString) ?? [],
            row.Instant(2),
            row.Bool(3),
            JsonSerializer.Deserialize(row.Text(4), PostgreSqlJson.Default.WorkerReport) ?? new WorkerReport());
    }
}

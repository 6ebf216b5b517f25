using System.Text.Json;
using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;
using Npgsql;

namespace Downbeat.PostgreSql.Retention;

internal sealed class PostgreSqlCleanupRuns(PostgreSqlDatabase database) : ICleanupRuns
{
    private const string Columns =
        """
        id, triggered_by, policy, is_dry_run, started_at, seen_at, ended_at, outcome, error, candidates, deleted, bytes_before, bytes_after,
        batches, slowest_batch
        """;

    private const string Upsert =
        $"""
        INSERT INTO downbeat.cleanup_run ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (id) DO UPDATE SET
            seen_at = excluded.seen_at, ended_at = excluded.ended_at, outcome = excluded.outcome, error = excluded.error,
            candidates = excluded.candidates, deleted = excluded.deleted, bytes_before = excluded.bytes_before, bytes_after = excluded.bytes_after,
            batches = excluded.batches, slowest_batch = excluded.slowest_batch
        """;

    private const string Select = $"SELECT {Columns} FROM downbeat.cleanup_run ORDER BY started_at DESC, id DESC LIMIT $1";

    public async ValueTask SaveAsync(CleanupRun run, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            new Write(Topics.None, Durability.Process),
            static _ => new ValueTask<bool>(true),
            cancellationToken,
            database.Command(Upsert)
                .Add(run.Id).Add(run.Trigger).Add(run.Policy).Add(run.IsDryRun).Add(run.StartedAt).Add(run.SeenAt).Add(run.EndedAt)
                .Add(run.Outcome).Add(run.Error).Add(Json(run.Candidates)).Add(Json(run.Deleted)).Add(run.BytesBefore).Add(run.BytesAfter)
                .Add(run.Batches).Add(run.SlowestBatch)).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<CleanupRun>> ListAsync(int max, CancellationToken cancellationToken)
    {
        return await database.ReadAsync(static rows => rows.AllAsync(Read), cancellationToken, database.Command(Select).Add(max)).ConfigureAwait(false);
    }

    private static CleanupRun Read(NpgsqlDataReader row)
    {
        return new CleanupRun
        {
            Id = row.Guid(0),
            Trigger = row.Text(1),
            Policy = row.Text(2),
            IsDryRun = row.Bool(3),
            StartedAt = row.Instant(4),
            SeenAt = row.Instant(5),
            EndedAt = row.InstantOrNull(6),
            Outcome = row.Text(7),
            Error = row.TextOrNull(8),
            Candidates = Counts(row.Text(9)),
            Deleted = Counts(row.Text(10)),
            BytesBefore = row.Long(11),
            BytesAfter = row.LongOrNull(12),
            Batches = row.Int(13),
            SlowestBatch = row.Duration(14),
        };
    }

    private static IReadOnlyDictionary<string, RetentionCount> Counts(string json)
    {
        return JsonSerializer.Deserialize(json, PostgreSqlJson.Default.IReadOnlyDictionaryStringRetentionCount)!;
    }

    private static string Json(IReadOnlyDictionary<string, RetentionCount> counts)
    {
        return JsonSerializer.Serialize(counts, PostgreSqlJson.Default.IReadOnlyDictionaryStringRetentionCount);
    }
}

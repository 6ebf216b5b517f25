using System.Text.Json;
using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

internal sealed class SqliteCleanupRuns(SqliteDatabase database) : ICleanupRuns
{
    private const string Upsert =
        """
        INSERT INTO downbeat_cleanup_run
            (id, trigger_, policy, is_dry_run, started_at, seen_at, ended_at, outcome, error, candidates, deleted, bytes_before, bytes_after,
             batches, slowest_batch)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            seen_at = excluded.seen_at, ended_at = excluded.ended_at, outcome = excluded.outcome, error = excluded.error,
            candidates = excluded.candidates, deleted = excluded.deleted, bytes_before = excluded.bytes_before, bytes_after = excluded.bytes_after,
            batches = excluded.batches, slowest_batch = excluded.slowest_batch
        """;

    private const string Select =
        """
        SELECT id, trigger_, policy, is_dry_run, started_at, seen_at, ended_at, outcome, error, candidates, deleted, bytes_before, bytes_after,
            batches, slowest_batch
        FROM downbeat_cleanup_run ORDER BY started_at DESC, id DESC LIMIT ?
        """;

    public async ValueTask SaveAsync(CleanupRun run, CancellationToken cancellationToken)
    {
        string candidates = Json(run.Candidates);
        string deleted = Json(run.Deleted);
        await database.WriteAsync(
            transaction => transaction.Session.Get(Upsert)
                .Add(run.Id).Add(run.Trigger).Add(run.Policy).Add(run.IsDryRun).Add(run.StartedAt).Add(run.SeenAt).Add(run.EndedAt)
                .Add(run.Outcome).Add(run.Error).Add(candidates).Add(deleted).Add(run.BytesBefore).Add(run.BytesAfter)
                .Add(run.Batches).Add(run.SlowestBatch)
                .Run(),
            Durability.Background,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<CleanupRun>> ListAsync(int max, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var runs = new List<CleanupRun>();
            Statement select = session.Get(Select).Add(max);
            while (select.Step())
            {
                runs.Add(Read(select));
            }

            return (IReadOnlyList<CleanupRun>)runs;
        }));
    }

    private static CleanupRun Read(Statement row)
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
            Candidates = JsonSerializer.Deserialize(row.Bytes(9), SqliteJson.Default.IReadOnlyDictionaryStringRetentionCount)!,
            Deleted = JsonSerializer.Deserialize(row.Bytes(10), SqliteJson.Default.IReadOnlyDictionaryStringRetentionCount)!,
            BytesBefore = row.Long(11),
            BytesAfter = row.LongOrNull(12),
            Batches = row.Int(13),
            SlowestBatch = row.Duration(14),
        };
    }

    private static string Json(IReadOnlyDictionary<string, RetentionCount> counts)
    {
        return JsonSerializer.Serialize(counts, SqliteJson.Default.IReadOnlyDictionaryStringRetentionCount);
    }
}

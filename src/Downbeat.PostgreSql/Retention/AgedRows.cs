using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;

namespace Downbeat.PostgreSql.Retention;

/// <summary>
/// Rows that are deleted when they are older than their keep time. The condition has one parameter: the instant before which they are old. Whatever
/// clock this host has, nothing is deleted before its time has come by the database's.
/// </summary>
internal sealed class AgedRows(
    PostgreSqlDatabase database, Deletions deletions, RetentionRole role, string kind, string table, string condition, string order, TimeSpan keep)
    : IRetentionTarget
{
    private const string NotBeforeItsTime = "least($1, (SELECT clock_timestamp()) - $2::interval)";

    private readonly string _count = $"SELECT count(*) FROM downbeat.{table} WHERE {Bounded(condition)}";

    private readonly string _delete =
        $"""
        WITH gone AS (
            DELETE FROM downbeat.{table} WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM downbeat.{table} WHERE {Bounded(condition)} ORDER BY {order} LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING 1)
        SELECT count(*) FROM gone
        """;

    public string Kind => kind;

    public RetentionRole Role => role;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        return database.ReadAsync(
            static async rows => RetentionCount.Of(await rows.FirstAsync(static row => row.Long(0)).ConfigureAwait(false)),
            cancellationToken,
            database.Command(_count).Add(Moments.Before(now, keep)).Add(Shown(keep)));
    }

    public async ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        long deleted = await database.WriteAsync(
            new Write(Topics.None, Durability.Process),
            static rows => rows.FirstAsync(static row => row.Long(0)),
            cancellationToken,
            database.Command(_delete).Add(Moments.Before(now, keep)).Add(Shown(keep)).Add(max)).ConfigureAwait(false);
        deletions.Add(table, deleted);
        return RetentionCount.Of(deleted);
    }

    private static string Bounded(string condition) => condition.Replace("$1", NotBeforeItsTime, StringComparison.Ordinal);

    // The server's calendar is longer than ours, but not without end.
    private static TimeSpan Shown(TimeSpan keep) => keep < TimeSpan.FromDays(365_000) ? keep : TimeSpan.FromDays(365_000);
}

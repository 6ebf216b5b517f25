using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Rows that are deleted when they are older than their keep time. The condition has one parameter: the instant before which they are old.</summary>
internal sealed class AgedRows(SqliteDatabase database, RetentionRole role, string kind, string table, string key, string condition, string order, TimeSpan keep)
    : IRetentionTarget
{
    private readonly string _count = $"SELECT count(*) FROM {table} WHERE {condition}";

    private readonly string _delete =
        $"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} ORDER BY {order} LIMIT ?)";

    public string Kind => kind;

    public RetentionRole Role => role;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(session => RetentionCount.Of(session.Get(_count).Add(Moments.Before(now, keep)).Scalar() ?? 0)));
    }

    public async ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        int deleted = await database.WriteAsync(
            transaction => transaction.Session.Get(_delete).Add(Moments.Before(now, keep)).Add(max).Run(),
            Durability.Background,
            cancellationToken).ConfigureAwait(false);
        return RetentionCount.Of(deleted);
    }
}

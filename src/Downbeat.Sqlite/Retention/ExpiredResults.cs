using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Results past their expiry, oldest first, along the index that holds nothing else.</summary>
internal sealed class ExpiredResults(SqliteDatabase database) : IRetentionTarget
{
    private const string Count = "SELECT state, count(*) FROM downbeat_result WHERE expires_at <= ? GROUP BY state";

    private const string Delete =
        """
        DELETE FROM downbeat_result
        WHERE seq IN (SELECT seq FROM downbeat_result WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
        RETURNING state
        """;

    public string Kind => "results";

    public RetentionRole Role => RetentionRole.Results;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var states = new StateCounter();
            Statement select = session.Get(Count).Add(now);
            while (select.Step())
            {
                states.Add(select.Text(0), select.Long(1));
            }

            return states.ToCount();
        }));
    }

    public ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            transaction =>
            {
                var states = new StateCounter();
                Statement delete = transaction.Session.Get(Delete).Add(now).Add(max);
                while (delete.Step())
                {
                    states.Add(delete);
                }

                return states.ToCount();
            },
            Durability.Background,
            cancellationToken);
    }
}

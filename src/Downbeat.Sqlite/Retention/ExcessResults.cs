using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Finished results of tasks that have more than their rule allows, oldest first.</summary>
internal sealed class ExcessResults(SqliteDatabase database, RetentionPolicy policy) : IRetentionTarget
{
    private const string NextName = "SELECT min(name) FROM downbeat_result WHERE name > ?";

    // The oldest row that is kept, found along the index of names.
    private const string OldestKept = "SELECT seq FROM downbeat_result WHERE name = ? ORDER BY seq DESC LIMIT 1 OFFSET ?";

    private const string Finished = "name = ? AND seq < ? AND state IN ('SUCCESS', 'FAILURE', 'REVOKED')";

    private const string Count =
        $"SELECT state, count(*) FROM downbeat_result WHERE {Finished} AND (expires_at IS NULL OR expires_at > ?) GROUP BY state";

    private const string Delete =
        $"DELETE FROM downbeat_result WHERE seq IN (SELECT seq FROM downbeat_result WHERE {Finished} ORDER BY seq LIMIT ?) RETURNING state";

    public string Kind => "results over their task's limit";

    public RetentionRole Role => RetentionRole.Results;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var states = new StateCounter();
            foreach ((string name, long oldestKept) in FindTasks(session))
            {
                Statement select = session.Get(Count).Add(name).Add(oldestKept).Add(now);
                while (select.Step())
                {
                    states.Add(select.Text(0), select.Long(1));
                }
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
                long left = max;
                foreach ((string name, long oldestKept) in FindTasks(transaction.Session))
                {
                    Statement delete = transaction.Session.Get(Delete).Add(name).Add(oldestKept).Add(left);
                    while (delete.Step())
                    {
                        left--;
                        states.Add(delete);
                    }

                    if (left <= 0)
                    {
                        break;
                    }
                }

                return states.ToCount();
            },
            Durability.Background,
            cancellationToken);
    }

    // Names are hopped over one by one along the index: the cost depends on how many tasks there are, not on how many results.
    private IEnumerable<(string Name, long OldestKept)> FindTasks(SqliteSession session)
    {
        for (string? name = FindNextName(session, ""); name is not null; name = FindNextName(session, name))
        {
            if (policy.CapOf(name)?.MaxPerTask is { } max
                && session.Get(OldestKept).Add(name).Add(max - 1).Scalar() is { } oldestKept)
            {
                yield return (name, oldestKept);
            }
        }
    }

    private static string? FindNextName(SqliteSession session, string after)
    {
        Statement select = session.Get(NextName).Add(after);
        string? name = select.Step() ? select.TextOrNull(0) : null;
        select.Reset();
        return name;
    }
}

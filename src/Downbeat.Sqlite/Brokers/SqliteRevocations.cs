using Downbeat.Control;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

internal sealed class SqliteRevocations(SqliteDatabase database) : IRevocations
{
    private const string Upsert =
        """
        INSERT INTO downbeat_revocation (task_id, revoked_at, reason, terminate) VALUES (?, ?, ?, ?)
        ON CONFLICT (task_id) DO UPDATE SET terminate = max(terminate, excluded.terminate)
        """;

    // A task that waits for its eta shall not wait on to be found revoked.
    private const string Hurry = "UPDATE downbeat_message SET state = 0, available_at = NULL WHERE state = 1 AND task_id = ?";
    private const string Select = "SELECT revoked_at, reason, terminate FROM downbeat_revocation WHERE task_id = ?";

    public async ValueTask RevokeAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction =>
            {
                foreach (Revocation revocation in revocations)
                {
                    transaction.Session.Get(Upsert)
                        .Add(revocation.TaskId).Add(revocation.RevokedAt).Add(revocation.Reason).Add(revocation.Terminate).Run();
                    transaction.Session.Get(Hurry).Add(revocation.TaskId).Run();
                }

                transaction.Session.Touched |= Topics.Revocations | Topics.Messages;
                return true;
            },
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<Revocation>> FindAsync(IReadOnlyList<string> taskIds, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var found = new List<Revocation>();
            foreach (string id in taskIds)
            {
                Statement select = session.Get(Select).Add(id);
                if (select.Step())
                {
                    found.Add(new Revocation(id, select.Instant(0), select.Text(1), select.Bool(2)));
                    select.Reset();
                }
            }

            return (IReadOnlyList<Revocation>)found;
        }));
    }

    public ValueTask<long> WaitAsync(long version, CancellationToken cancellationToken)
    {
        database.Watch();
        return database.Revocations.WaitAsync(version, cancellationToken);
    }
}

using Downbeat.Control;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Brokers;

internal sealed class PostgreSqlRevocations(PostgreSqlDatabase database) : IRevocations
{
    private const string Upsert =
        """
        INSERT INTO downbeat.revocation AS r (task_id, revoked_at, reason, terminate)
        SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::boolean[]) v (task_id, revoked_at, reason, terminate) ORDER BY v.task_id
        ON CONFLICT (task_id) DO UPDATE SET terminate = r.terminate OR excluded.terminate
        """;

    // A task that waits for its eta shall not wait on to be found revoked.
    private const string Hurry = "UPDATE downbeat.message SET state = 0, available_at = NULL WHERE state = 1 AND task_id = ANY ($1::text[])";
    private const string Select = "SELECT task_id, revoked_at, reason, terminate FROM downbeat.revocation WHERE task_id = ANY ($1::text[])";

    public async ValueTask RevokeAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        if (revocations.Count == 0)
        {
            return;
        }

        // Of several for one task the first says when and why.
        Revocation[] each =
        [
            .. revocations.GroupBy(one => one.TaskId, StringComparer.Ordinal).Select(some => some.First() with { Terminate = some.Any(one => one.Terminate) }),
        ];
        await database.WriteAsync(
            new Write(Topics.Revocations | Topics.Messages),
            static _ => new ValueTask<bool>(true),
            cancellationToken,
            database.Command(Upsert)
                .AddAll(each.Select(one => one.TaskId))
                .AddAll(each.Select(one => (DateTimeOffset?)one.RevokedAt))
                .AddAll(each.Select(one => one.Reason))
                .AddAll([.. each.Select(one => one.Terminate)]),
            database.Command(Hurry).AddAll(each.Select(one => one.TaskId))).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Revocation>> FindAsync(IReadOnlyList<string> taskIds, CancellationToken cancellationToken)
    {
        if (taskIds.Count == 0)
        {
            return [];
        }

        List<Revocation> found = await database.ReadAsync(
            static rows => rows.AllAsync(Read), cancellationToken, database.Command(Select).AddAll(taskIds)).ConfigureAwait(false);
        var byId = found.ToDictionary(one => one.TaskId, StringComparer.Ordinal);
        return [.. taskIds.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    public ValueTask<long> WaitAsync(long version, CancellationToken cancellationToken)
    {
        database.Watch();
        return database.Revocations.WaitAsync(version, cancellationToken);
    }

    private static Revocation Read(NpgsqlDataReader row) => new(row.Text(0), row.Instant(1), row.Text(2), row.Bool(3));
}

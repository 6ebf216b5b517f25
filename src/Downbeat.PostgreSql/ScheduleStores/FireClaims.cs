using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>Claims pending fires and settles them.</summary>
internal static class FireClaims
{
    // No relay claims for longer than ten minutes: a claim that seems to was made before the clock was set back, perhaps by one that is dead. What was
    // claimed and not settled in time is in doubt: whoever held it has died, before or after it published.
    private const string ClaimOldest =
        $"""
        UPDATE downbeat.fire f SET claim = $1, claimed_until = t.now + $2, attempts = f.attempts + 1
        FROM (SELECT clock_timestamp() AS now) t, (
            SELECT seq, claim IS NOT NULL AS in_doubt FROM downbeat.fire, (SELECT clock_timestamp() AS now OFFSET 0) n
            WHERE outcome = 0 AND (claimed_until IS NULL OR claimed_until NOT BETWEEN n.now + interval '1 microsecond' AND n.now + interval '10 minutes')
            ORDER BY seq LIMIT $3 FOR UPDATE OF fire SKIP LOCKED) c
        WHERE f.seq = c.seq
        RETURNING {FireRows.Columns}, t.now, c.in_doubt, CASE WHEN f.kind <> 2 AND f.catch_up <> 2 THEN (
            SELECT w.due_at FROM downbeat.fire w
            WHERE w.outcome = 0 AND w.periodic_task_id = f.periodic_task_id AND w.nominal_at > f.nominal_at AND w.kind <> 2
            ORDER BY w.nominal_at LIMIT 1 OFFSET CASE WHEN f.catch_up = 1 THEN 999 ELSE 0 END) END
        """;

    private const string ClaimOne =
        """
        UPDATE downbeat.fire f SET claim = $2, claimed_until = t.now + $3, attempts = f.attempts + 1
        FROM (SELECT clock_timestamp() AS now) t WHERE f.seq = $1 RETURNING t.now
        """;

    // A fire that will not be published blocks no other; one that was published late blocks from then on.
    private const string Settle =
        """
        WITH t AS MATERIALIZED (SELECT clock_timestamp() AS now), settled AS (
            UPDATE downbeat.fire f SET
                outcome = d.outcome, reason = d.reason, message = CASE WHEN d.outcome = 0 THEN f.message END,
                published_at = CASE WHEN d.outcome = 1 THEN t.now END,
                give_up_at = CASE WHEN d.outcome = 1 AND t.now > f.fired_at THEN f.give_up_at + (t.now - f.fired_at) ELSE f.give_up_at END,
                look_again_at = CASE WHEN d.outcome = 1 AND f.give_up_at IS NOT NULL THEN t.now + interval '1 second' END,
                claim = CASE WHEN d.outcome = 0 AND d.in_doubt THEN f.claim END,
                claimed_until = CASE WHEN d.outcome = 0 THEN t.now + interval '1 second' END
            FROM unnest($2::bigint[], $3::smallint[], $4::text[], $5::boolean[]) d (seq, outcome, reason, in_doubt), t
            WHERE f.seq = d.seq AND f.claim = $1 AND f.outcome = 0
            RETURNING f.periodic_task_id, f.task_id, f.outcome, t.now - f.fired_at AS waited
        )
        UPDATE downbeat.periodic_task p SET busy_until = CASE WHEN s.outcome = 1 THEN p.busy_until + s.waited END
        FROM settled s
        WHERE p.id = s.periodic_task_id AND p.last_task_id = s.task_id AND p.busy_until IS NOT NULL
            AND (s.outcome > 1 OR (s.outcome = 1 AND s.waited >= interval '1 second'))
        """;

    public static async ValueTask<FireClaim> ClaimAsync(PostgreSqlDatabase database, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid();
        List<(Fire Fire, DateTimeOffset Now)> claimed = await database.WriteAsync(
            new Write(Topics.None, IsRepeatable: false),
            static rows => rows.AllAsync(ReadClaimed),
            cancellationToken,
            database.Command(ClaimOldest).Add(token).Add(lease).Add(max)).ConfigureAwait(false);
        claimed.Sort(static (a, b) => a.Fire.Key.CompareTo(b.Fire.Key));
        return new FireClaim(token, claimed.Count > 0 ? claimed[0].Now : DateTimeOffset.MinValue, [.. claimed.Select(one => one.Fire)]);
    }

    /// <summary>Claims a fire that was written within the same transaction.</summary>
    public static async ValueTask<FireClaim> ClaimAsync(PostgreSqlDatabase database, PostgreSqlTransaction transaction, Fire fire, TimeSpan lease)
    {
        var token = Guid.NewGuid();
        DateTimeOffset now = await transaction.QueryAsync(
            static rows => rows.FirstAsync(static row => row.Instant(0)), database.Command(ClaimOne).Add(fire.Key).Add(token).Add(lease)).ConfigureAwait(false);
        return new FireClaim(token, now, [fire with { Attempts = fire.Attempts + 1 }]);
    }

    public static Command SettleCommand(PostgreSqlDatabase database, FireClaim claim, IReadOnlyList<FireSettlement> settlements)
    {
        var inDoubt = claim.Fires.Where(fire => fire.IsInDoubt).Select(fire => fire.Key).ToHashSet();
        return database.Command(Settle)
            .Add(claim.Token)
            .AddAll([.. settlements.Select(one => one.Key)])
            .AddAll([.. settlements.Select(one => (short)one.Outcome)])
            .AddAll(settlements.Select(one => one.Reason))
            .AddAll([.. settlements.Select(one => inDoubt.Contains(one.Key))]);
    }

    private static (Fire Fire, DateTimeOffset Now) ReadClaimed(NpgsqlDataReader row)
    {
        Fire fire = FireRows.Read(row) with
        {
            IsInDoubt = row.Bool(FireRows.Count + 1),
            SupersededDue = row.InstantOrNull(FireRows.Count + 2),
        };
        return (fire, row.Instant(FireRows.Count));
    }
}

using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>Takes messages off their queues for a consumer. Each claim locks what it takes and passes over what others have locked.</summary>
internal static class Claims
{
    private const int MostPromoted = 1_000;

    // $1 queues, $2 at most
    private const string Promote =
        """
        UPDATE downbeat.message SET state = CASE WHEN deliveries > 1 THEN 3 ELSE 0 END, available_at = NULL
        WHERE seq = ANY (ARRAY(
            SELECT due.seq FROM unnest($1::text[]) q (name) CROSS JOIN LATERAL (
                SELECT seq FROM downbeat.message
                WHERE state = 1 AND queue = q.name AND available_at <= (SELECT clock_timestamp())
                ORDER BY available_at LIMIT $2 FOR UPDATE SKIP LOCKED) due
            LIMIT $2))
        """;

    // $1 queues, $2 at most, $3 consumer, $4 whether a suspect may be taken. Whoever counts as dead takes nothing: the lock on its row keeps it
    // alive until the claim is committed, and who comes to bury it afterwards finds what was claimed.
    private const string Take =
        """
        WITH me AS MATERIALIZED (
            SELECT id FROM downbeat.worker WHERE id = $3 AND NOT is_gone FOR SHARE
        ), candidate AS MATERIALIZED (
            SELECT c.seq, c.suspect FROM (
                SELECT r.seq, r.priority, false AS suspect FROM unnest($1::text[]) q (name) CROSS JOIN LATERAL (
                    SELECT seq, priority FROM downbeat.message WHERE state = 0 AND queue = q.name
                    ORDER BY priority DESC, seq LIMIT $2 FOR UPDATE SKIP LOCKED) r
                UNION ALL
                (SELECT s.seq, s.priority, true FROM unnest($1::text[]) q (name) CROSS JOIN LATERAL (
                    SELECT seq, priority FROM downbeat.message WHERE $4 AND state = 3 AND queue = q.name
                    ORDER BY priority DESC, seq LIMIT 1 FOR UPDATE SKIP LOCKED) s
                ORDER BY s.priority DESC, s.seq LIMIT 1)
            ) c WHERE EXISTS (SELECT FROM me)
            ORDER BY c.priority DESC, c.seq LIMIT $2
        )
        UPDATE downbeat.message m SET state = 2, consumer = $3, deliveries = m.deliveries + 1
        FROM candidate c WHERE m.seq = c.seq
        RETURNING m.seq, m.consumer, m.priority, m.deliveries, c.suspect, EXISTS (SELECT FROM downbeat.revocation r WHERE r.task_id = m.task_id),
            m.enqueued_at, m.queue, m.headers, m.properties, m.content_type, m.content_encoding, m.body
        """;

    private const string IsAlive = "SELECT NOT is_gone, (SELECT clock_timestamp()) FROM downbeat.worker WHERE id = $1";

    // $1 queues, $2 whether a suspect may be taken
    private const string Look =
        """
        SELECT (SELECT clock_timestamp()),
            EXISTS (SELECT FROM unnest($1::text[]) q (name) WHERE EXISTS (SELECT FROM downbeat.message WHERE state = 0 AND queue = q.name))
            OR ($2 AND EXISTS (SELECT FROM unnest($1::text[]) q (name) WHERE EXISTS (SELECT FROM downbeat.message WHERE state = 3 AND queue = q.name))),
            (SELECT min(d.available_at) FROM unnest($1::text[]) q (name) CROSS JOIN LATERAL (
                SELECT available_at FROM downbeat.message WHERE state = 1 AND queue = q.name ORDER BY available_at LIMIT 1) d)
        """;

    /// <summary>Claims messages by priority, then age, and at most one suspect. Null when the consumer counts as dead.</summary>
    public static async ValueTask<Claim?> ClaimAsync(
        PostgreSqlDatabase database, string[] queues, long consumer, int max, bool mayTakeSuspect, CancellationToken cancellationToken)
    {
        return await database.WriteAsync(
            new Write(Topics.None, IsRepeatable: false),
            static async rows =>
            {
                List<ClaimedRow> claimed = await rows.AllAsync(ClaimedRow.Read).ConfigureAwait(false);
                claimed.Sort(static (a, b) => a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : a.Sequence.CompareTo(b.Sequence));
                await rows.NextResultAsync().ConfigureAwait(false);
                (bool isAlive, DateTimeOffset now) = await rows.FirstAsync(static row => (row.Bool(0), row.Instant(1))).ConfigureAwait(false);
                return isAlive || claimed.Count > 0 ? new Claim(claimed, now) : null;
            },
            cancellationToken,
            database.Command(Promote).AddAll(queues).Add(MostPromoted),
            database.Command(Take).AddAll(queues).Add(max).Add(consumer).Add(mayTakeSuspect),
            database.Command(IsAlive).Add(consumer)).ConfigureAwait(false);
    }

    /// <summary>Whether a claim would find something, and when the next delayed message comes to its time.</summary>
    public static ValueTask<Outlook> LookAsync(PostgreSqlDatabase database, string[] queues, bool mayTakeSuspect, CancellationToken cancellationToken)
    {
        return database.ReadAsync(
            static rows => rows.FirstAsync(Read),
            cancellationToken,
            database.Command(Look).AddAll(queues).Add(mayTakeSuspect));
    }

    private static Outlook Read(NpgsqlDataReader row) => new(row.Bool(1), row.InstantOrNull(2) is { } next ? next - row.Instant(0) : null);

    /// <param name="Rows">What was claimed, in the order it is to run.</param>
    /// <param name="Now">The database's time.</param>
    internal sealed record Claim(List<ClaimedRow> Rows, DateTimeOffset Now);

    /// <param name="HasReady">Whether a message is ready, though perhaps in somebody's hands already.</param>
    /// <param name="NextDelayed">How long until the next delayed message comes to its time.</param>
    internal readonly record struct Outlook(bool HasReady, TimeSpan? NextDelayed);
}

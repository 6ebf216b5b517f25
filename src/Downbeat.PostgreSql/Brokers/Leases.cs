using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>
/// The leases of consumers. What counts is that no renewal was seen over a time measured in the database: whoever renews moves the measured time on,
/// by as much as the clock says but no more than half a lease. A clock that is set costs nobody a lease, and a stop of the server neither.
/// </summary>
internal static class Leases
{
    private const long Microsecond = TimeSpan.TicksPerMicrosecond;
    private const long LookInterval = 1_000_000;

    // $1 at most, $2 at least
    private const string Measure =
        """
        UPDATE downbeat.lease_clock c
        SET elapsed = c.elapsed + greatest(0, least($1, (extract(epoch FROM t.now - c.looked_at) * 1000000)::bigint)), looked_at = t.now
        FROM (SELECT clock_timestamp() AS now) t
        WHERE c.id AND (t.now < c.looked_at OR (extract(epoch FROM t.now - c.looked_at) * 1000000)::bigint >= $2)
        """;

    private const string Register =
        """
        INSERT INTO downbeat.worker (name, queues, seen_at, lease_until, lease, renewed, report)
        SELECT $1, $2, t.now, t.now + $3::bigint * interval '1 microsecond', $3, c.elapsed, $4
        FROM downbeat.lease_clock c, (SELECT clock_timestamp() AS now) t RETURNING id
        """;

    // One statement: it is asked again and again by every worker. $1 id, $2 lease, $3 report, $4 at most, $5 at least
    private const string Renew =
        """
        WITH t AS MATERIALIZED (SELECT clock_timestamp() AS now), measured AS (
            UPDATE downbeat.lease_clock c
            SET elapsed = c.elapsed + greatest(0, least($4, (extract(epoch FROM t.now - c.looked_at) * 1000000)::bigint)), looked_at = t.now
            FROM t WHERE c.id AND (t.now < c.looked_at OR (extract(epoch FROM t.now - c.looked_at) * 1000000)::bigint >= $5)
            RETURNING c.elapsed
        ), clock AS MATERIALIZED (
            SELECT coalesce((SELECT elapsed FROM measured), (SELECT elapsed FROM downbeat.lease_clock)) AS elapsed
        ), renewed AS (
            UPDATE downbeat.worker w SET seen_at = t.now, lease_until = t.now + $2::bigint * interval '1 microsecond', renewed = clock.elapsed, report = $3
            FROM t, clock WHERE w.id = $1 AND NOT w.is_gone RETURNING w.id
        )
        SELECT EXISTS (SELECT FROM renewed),
            EXISTS (SELECT FROM downbeat.worker w, clock WHERE NOT w.is_gone AND w.id <> $1 AND clock.elapsed - w.renewed >= w.lease)
        """;

    private const string FindSilent =
        "SELECT w.id FROM downbeat.worker w, downbeat.lease_clock c WHERE NOT w.is_gone AND w.id <> $1 AND c.elapsed - w.renewed >= w.lease";

    // Asked again, under the row's lock: it may have renewed since.
    private const string Condemn =
        """
        UPDATE downbeat.worker w SET is_gone = true
        WHERE w.id = ANY (ARRAY(
                SELECT s.id FROM downbeat.worker s, downbeat.lease_clock c
                WHERE s.id = ANY ($1::bigint[]) AND NOT s.is_gone AND c.elapsed - s.renewed >= s.lease ORDER BY s.id FOR UPDATE OF s))
        """;

    // All that no living consumer holds: of those condemned now, and of rows that somebody deleted.
    private const string Release =
        """
        UPDATE downbeat.message SET state = CASE WHEN deliveries > 1 THEN 3 ELSE 0 END, consumer = NULL
        WHERE state = 2 AND consumer = ANY ($1::bigint[]) AND NOT EXISTS (SELECT FROM downbeat.worker w WHERE w.id = consumer AND NOT w.is_gone)
        """;

    private const string FindHolders =
        """
        WITH RECURSIVE holder AS (
            (SELECT consumer FROM downbeat.message WHERE state = 2 ORDER BY consumer LIMIT 1)
            UNION ALL
            SELECT (SELECT m.consumer FROM downbeat.message m WHERE m.state = 2 AND m.consumer > h.consumer ORDER BY m.consumer LIMIT 1)
            FROM holder h WHERE h.consumer IS NOT NULL
        )
        SELECT h.consumer FROM holder h
        WHERE h.consumer IS NOT NULL AND NOT EXISTS (SELECT FROM downbeat.worker w WHERE w.id = h.consumer AND NOT w.is_gone)
        """;

    private const string End =
        "UPDATE downbeat.worker SET is_gone = true, seen_at = (SELECT clock_timestamp()) WHERE id = $1 AND NOT is_gone";

    /// <summary>Makes a consumer known, and what nobody living holds available. Its id must outlive the server's crash: it is never given again.</summary>
    public static async ValueTask<long> RegisterAsync(
        PostgreSqlDatabase database, ConsumerOptions options, WorkerReport report, CancellationToken cancellationToken)
    {
        long id = await database.WriteAsync(
            new Write(Topics.None),
            static rows => rows.FirstAsync(static row => row.Long(0)),
            cancellationToken,
            MeasureCommand(database, options.Lease),
            database.Command(Register).Add(options.WorkerName).Add(Json(options.Queues)).Add(options.Lease.Ticks / Microsecond).Add(Json(report)))
            .ConfigureAwait(false);
        await BuryAsync(database, id, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <returns>Whether the consumer still was alive for the others.</returns>
    public static async ValueTask<bool> RenewAsync(
        PostgreSqlDatabase database, long id, ConsumerOptions options, WorkerReport report, CancellationToken cancellationToken)
    {
        (long most, long least) = Bounds(options.Lease);
        (bool isHeld, bool hasSilent) = await database.WriteAsync(
            new Write(Topics.None),
            static rows => rows.FirstAsync(static row => (row.Bool(0), row.Bool(1))),
            cancellationToken,
            database.Command(Renew).Add(id).Add(options.Lease.Ticks / Microsecond).Add(Json(report)).Add(most).Add(least)).ConfigureAwait(false);
        if (hasSilent)
        {
            await BuryAsync(database, id, cancellationToken).ConfigureAwait(false);
        }

        return isHeld;
    }

    /// <summary>Ends a consumer and gives back what it held.</summary>
    public static async ValueTask LeaveAsync(PostgreSqlDatabase database, long id)
    {
        await database.WriteAsync(
            new Write(Topics.Messages),
            static _ => new ValueTask<bool>(true),
            CancellationToken.None,
            database.Command(End).Add(id),
            Settling.ReturnAll(database, id, [])).ConfigureAwait(false);
    }

    // Condemning and releasing are two statements: the second one sees what a claim has committed while the first one waited for it.
    private static async ValueTask BuryAsync(PostgreSqlDatabase database, long self, CancellationToken cancellationToken)
    {
        (List<long> silent, List<long> orphaned) = await database.ReadAsync(
            static async rows =>
            {
                List<long> silent = await rows.AllAsync(static row => row.Long(0)).ConfigureAwait(false);
                await rows.NextResultAsync().ConfigureAwait(false);
                return (silent, await rows.AllAsync(static row => row.Long(0)).ConfigureAwait(false));
            },
            cancellationToken,
            database.Command(FindSilent).Add(self),
            database.Command(FindHolders)).ConfigureAwait(false);
        long[] all = [.. silent.Union(orphaned)];
        if (all.Length > 0)
        {
            await database.WriteAsync(
                new Write(Topics.Messages),
                static _ => new ValueTask<bool>(true),
                cancellationToken,
                database.Command(Condemn).AddAll(all),
                database.Command(Release).AddAll(all)).ConfigureAwait(false);
        }
    }

    private static Command MeasureCommand(PostgreSqlDatabase database, TimeSpan lease)
    {
        (long most, long least) = Bounds(lease);
        return database.Command(Measure).Add(most).Add(least);
    }

    // How much of the clock's time a look may count, and how much must have passed to be worth a write.
    private static (long Most, long Least) Bounds(TimeSpan lease)
    {
        long microseconds = lease.Ticks / Microsecond;
        return (microseconds / 2, Math.Min(LookInterval, microseconds / 4));
    }

    private static string Json(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, PostgreSqlJson.Default.IReadOnlyListString);

    private static string Json(WorkerReport report) => JsonSerializer.Serialize(report, PostgreSqlJson.Default.WorkerReport);
}

using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>
/// Writes what became of deliveries. Each statement names the consumer: a delivery whose lease was lost is left alone. What goes back without having
/// been delivered keeps its standing: a suspect stays one.
/// </summary>
internal static class Settling
{
    private const string Delete =
        """
        DELETE FROM downbeat.message m USING unnest($1::bigint[], $2::bigint[]) d (seq, consumer)
        WHERE m.seq = d.seq AND m.consumer = d.consumer RETURNING m.seq
        """;

    private const string GiveBack =
        """
        UPDATE downbeat.message m SET
            state = CASE WHEN d.available_at > t.now THEN 1 WHEN m.deliveries > 2 THEN 3 ELSE 0 END,
            available_at = CASE WHEN d.available_at > t.now THEN d.available_at END, consumer = NULL, deliveries = m.deliveries - 1
        FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) d (seq, consumer, available_at), (SELECT clock_timestamp() AS now) t
        WHERE m.seq = d.seq AND m.consumer = d.consumer RETURNING m.seq
        """;

    private const string Bury =
        """
        WITH dead AS (
            DELETE FROM downbeat.message m USING unnest($1::bigint[], $2::bigint[], $3::text[]) d (seq, consumer, reason)
            WHERE m.seq = d.seq AND m.consumer = d.consumer RETURNING m.*, d.reason
        ), buried AS (
            INSERT INTO downbeat.dead_letter
                (queue, priority, enqueued_at, expires_at, dead_at, reason, deliveries, task_id, task, headers, properties, content_type,
                 content_encoding, body)
            SELECT queue, priority, enqueued_at, expires_at, (SELECT clock_timestamp()), reason, deliveries, task_id, task, headers, properties,
                content_type, content_encoding, body
            FROM dead ORDER BY seq
        )
        SELECT seq FROM dead
        """;

    // What a claim took whose answer was lost, too.
    private const string GiveAllBack =
        """
        UPDATE downbeat.message SET state = CASE WHEN deliveries > 2 THEN 3 ELSE 0 END, consumer = NULL, deliveries = deliveries - 1
        WHERE state = 2 AND consumer = $1 AND NOT seq = ANY ($2::bigint[])
        """;

    /// <summary>Settles deliveries within a transaction, their successors apart.</summary>
    /// <returns>The sequences that still were their consumers'.</returns>
    public static async ValueTask<HashSet<long>> SettleAsync(
        PostgreSqlDatabase database, PostgreSqlTransaction transaction, IReadOnlyCollection<Settlement> settlements)
    {
        var commands = new List<Command>(3);
        foreach (IGrouping<SettlementKind, Settlement> some in settlements.GroupBy(settlement => settlement.Kind))
        {
            commands.Add(Command(database, some.Key, [.. some]));
        }

        return await transaction.QueryAsync(
            static async rows =>
            {
                var accepted = new HashSet<long>();
                do
                {
                    accepted.UnionWith(await rows.AllAsync(static row => row.Long(0)).ConfigureAwait(false));
                }
                while (await rows.NextResultAsync().ConfigureAwait(false));

                return accepted;
            },
            [.. commands]).ConfigureAwait(false);
    }

    /// <summary>Gives back everything a consumer holds but what is named.</summary>
    public static Command ReturnAll(PostgreSqlDatabase database, long consumer, long[] except)
    {
        return database.Command(GiveAllBack).Add(consumer).AddAll(except);
    }

    /// <summary>Puts a message with the dead letters.</summary>
    public static Command Put(PostgreSqlDatabase database, long sequence, long consumer, string reason)
    {
        return database.Command(Bury).AddAll([sequence]).AddAll([consumer]).AddAll([reason]);
    }

    private static Command Command(PostgreSqlDatabase database, SettlementKind kind, Settlement[] settlements)
    {
        Command command = database.Command(kind switch
        {
            SettlementKind.GiveBack => GiveBack,
            SettlementKind.DeadLetter => Bury,
            _ => Delete,
        });
        command
            .AddAll([.. settlements.Select(static settlement => Of(settlement).Sequence)])
            .AddAll([.. settlements.Select(static settlement => Of(settlement).Consumer)]);
        return kind switch
        {
            SettlementKind.GiveBack => command.AddAll(settlements.Select(static settlement => settlement.AvailableAt)),
            SettlementKind.DeadLetter => command.AddAll(settlements.Select(static settlement => settlement.Reason ?? "")),
            _ => command,
        };
    }

    private static PostgreSqlDelivery Of(in Settlement settlement) => (PostgreSqlDelivery)settlement.Delivery;
}

using Downbeat.Brokers;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>
/// Writes what became of deliveries. Each statement names the consumer: a delivery whose lease was lost is left alone. What goes back without
/// having been delivered keeps its standing: a suspect stays one.
/// </summary>
internal static class Settling
{
    private const string Delete = "DELETE FROM downbeat_message WHERE seq = ? AND consumer = ?";

    private const string GiveBack =
        """
        UPDATE downbeat_message SET
            state = CASE WHEN ?1 IS NOT NULL THEN 1 WHEN deliveries > 2 THEN 3 ELSE 0 END,
            available_at = ?1, consumer = NULL, deliveries = deliveries - 1
        WHERE seq = ?2 AND consumer = ?3
        """;

    private const string GiveAllBack =
        """
        UPDATE downbeat_message SET state = CASE WHEN deliveries > 2 THEN 3 ELSE 0 END, consumer = NULL, deliveries = deliveries - 1
        WHERE state = 2 AND consumer = ?
        """;

    private const string Bury =
        """
        INSERT INTO downbeat_dead_letter
            (queue, priority, enqueued_at, expires_at, dead_at, reason, deliveries, task_id, task, headers, properties, content_type,
             content_encoding, body)
        SELECT queue, priority, enqueued_at, expires_at, ?, ?, deliveries, task_id, task, headers, properties, content_type, content_encoding, body
        FROM downbeat_message WHERE seq = ? AND consumer = ?
        """;

    /// <returns>Whether the delivery was still the consumer's.</returns>
    public static bool Settle(SqliteSession session, in Settlement settlement, EncodedMessage? successor, DateTimeOffset now)
    {
        var delivery = (SqliteDelivery)settlement.Delivery;
        bool isAccepted = !delivery.IsSettled && settlement.Kind switch
        {
            SettlementKind.GiveBack => Return(session, delivery, settlement.AvailableAt, now),
            SettlementKind.DeadLetter => Put(session, delivery.Sequence, delivery.Consumer, settlement.Reason ?? "", now),
            _ => session.Get(Delete).Add(delivery.Sequence).Add(delivery.Consumer).Run() == 1,
        };
        if (isAccepted)
        {
            successor?.Write(session, now);
        }

        return isAccepted;
    }

    /// <summary>Puts a message with the dead letters.</summary>
    public static bool Put(SqliteSession session, long sequence, long consumer, string reason, DateTimeOffset now)
    {
        return session.Get(Bury).Add(now).Add(reason).Add(sequence).Add(consumer).Run() == 1
            && session.Get(Delete).Add(sequence).Add(consumer).Run() == 1;
    }

    /// <summary>Gives back everything a consumer holds.</summary>
    public static void ReturnAll(SqliteSession session, long consumer)
    {
        if (session.Get(GiveAllBack).Add(consumer).Run() > 0)
        {
            session.Touched |= Topics.Messages;
        }
    }

    private static bool Return(SqliteSession session, SqliteDelivery delivery, DateTimeOffset? availableAt, DateTimeOffset now)
    {
        bool isDelayed = availableAt > now;
        session.Touched |= Topics.Messages;
        return session.Get(GiveBack)
            .Add(isDelayed ? availableAt : null)
            .Add(delivery.Sequence)
            .Add(delivery.Consumer)
            .Run() == 1;
    }
}

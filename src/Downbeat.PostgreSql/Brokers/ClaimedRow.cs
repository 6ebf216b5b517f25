using Downbeat.PostgreSql.Connections;
using Downbeat.Protocol;
using Npgsql;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>A message's row as it was claimed.</summary>
internal sealed class ClaimedRow
{
    public required long Sequence { get; init; }

    public required long Consumer { get; init; }

    public required short Priority { get; init; }

    public required int Deliveries { get; init; }

    public required bool IsSuspect { get; init; }

    public required bool IsRevoked { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    public required string Queue { get; init; }

    public required byte[] Headers { get; init; }

    public required byte[] Properties { get; init; }

    public required string ContentType { get; init; }

    public required string ContentEncoding { get; init; }

    public required byte[] Body { get; init; }

    public static ClaimedRow Read(NpgsqlDataReader row)
    {
        return new ClaimedRow
        {
            Sequence = row.Long(0),
            Consumer = row.Long(1),
            Priority = row.Short(2),
            Deliveries = row.Int(3),
            IsSuspect = row.Bool(4),
            IsRevoked = row.Bool(5),
            EnqueuedAt = row.Instant(6),
            Queue = row.Text(7),
            Headers = row.Bytes(8),
            Properties = row.Bytes(9),
            ContentType = row.Text(10),
            ContentEncoding = row.Text(11),
            Body = row.Bytes(12),
        };
    }

    /// <param name="clockOffset">How far the database's clock is ahead of this process's.</param>
    /// <exception cref="InvalidMessageException">The row holds no message.</exception>
    public PostgreSqlDelivery Decode(TimeSpan clockOffset)
    {
        var message = new TaskMessage
        {
            Headers = TaskHeadersJson.Read(Headers),
            Properties = MessagePropertiesJson.Read(Properties),
            Body = Body,
            ContentType = ContentType,
            ContentEncoding = ContentEncoding,
        };
        return new PostgreSqlDelivery(Queue, message, this) { EnqueuedAt = EnqueuedAt, ClockOffset = clockOffset };
    }
}

using Downbeat.Protocol;

namespace Downbeat.Sqlite.Brokers;

/// <summary>A message's row as the writer read it when it claimed it. It is decoded on the consumer's thread.</summary>
internal sealed class ClaimedRow
{
    public required long Sequence { get; init; }

    public required long Consumer { get; init; }

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

    /// <exception cref="InvalidMessageException">The row holds no message.</exception>
    public SqliteDelivery Decode()
    {
        var message = new TaskMessage
        {
            Headers = TaskHeadersJson.Read(Headers),
            Properties = MessagePropertiesJson.Read(Properties),
            Body = Body,
            ContentType = ContentType,
            ContentEncoding = ContentEncoding,
        };
        return new SqliteDelivery(Queue, message, this) { EnqueuedAt = EnqueuedAt };
    }
}

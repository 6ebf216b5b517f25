namespace Downbeat.Brokers.InMemory;

/// <param name="row">The message.</param>
/// <param name="consumer">The consumer that claimed it: a settlement counts only while it holds the message.</param>
/// <param name="isRevoked">Whether its task was revoked before it was delivered.</param>
internal sealed class MemoryDelivery(MemoryMessage row, long consumer, bool isRevoked)
    : Delivery(row.Queue, row.Message, row.Deliveries, isRevoked)
{
    public MemoryMessage Row { get; } = row;

    public bool IsSettled { get; set; }

    public bool IsHeld => !IsSettled && Row.Consumer == consumer;
}

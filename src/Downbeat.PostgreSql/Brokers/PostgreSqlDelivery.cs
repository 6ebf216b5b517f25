using Downbeat.Brokers;
using Downbeat.Protocol;

namespace Downbeat.PostgreSql.Brokers;

/// <param name="queue">The queue it came from.</param>
/// <param name="message">The message.</param>
/// <param name="row">The row it was made of.</param>
internal sealed class PostgreSqlDelivery(string queue, TaskMessage message, ClaimedRow row)
    : Delivery(queue, message, row.Deliveries, row.IsRevoked)
{
    public long Sequence => row.Sequence;

    /// <summary>The consumer that claimed it: a settlement counts only while the row still says so.</summary>
    public long Consumer => row.Consumer;

    /// <summary>Set when it was settled. Its place may be taken by another message of the same consumer, which a second settlement must not touch.</summary>
    public bool IsSettled { get; set; }

    public bool IsSuspect => row.IsSuspect;
}

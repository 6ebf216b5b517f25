using System.Data.Common;

namespace Downbeat.Brokers;

/// <summary>A broker whose publishes can be part of a database transaction: the messages exist if and only if it commits.</summary>
public interface ITransactionalBroker : IBroker
{
    /// <summary>Publishes within a transaction of the broker's own database.</summary>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="transaction">An open transaction; the caller commits it.</param>
    /// <param name="cancellationToken">Cancels the publish.</param>
    /// <exception cref="InvalidValueException">The transaction belongs to another database.</exception>
    ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, DbTransaction transaction, CancellationToken cancellationToken);
}

namespace Downbeat.Brokers;

/// <summary>One worker's hold on a broker. Disposing it gives back every delivery that is not settled.</summary>
/// <remarks>
/// One caller receives; settling and renewing may run beside it. Of the messages that were delivered twice and lost both times it takes one at a
/// time, until that one is settled: if it is poison, it takes no others with it.
/// </remarks>
public interface IBrokerConsumer : IAsyncDisposable
{
    /// <summary>Takes messages, in order of priority, then age. Waits while there are none.</summary>
    /// <param name="max">At most so many; 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>; nothing is taken then.</param>
    ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, CancellationToken cancellationToken);

    /// <summary>Settles deliveries.</summary>
    /// <param name="settlements">What becomes of each.</param>
    /// <param name="enlisted">Work that joins the transaction, where the broker has one (<see cref="BrokerCapabilities.Database"/>); else null.</param>
    /// <param name="cancellationToken">Cancels the settling.</param>
    /// <returns>
    /// The settlements that were accepted: one whose lease was lost is not, because somebody else holds the message; nor is one that was settled before.
    /// </returns>
    ValueTask<IReadOnlyList<Settlement>> SettleAsync(
        IReadOnlyList<Settlement> settlements, EnlistedWork? enlisted, CancellationToken cancellationToken);

    /// <summary>Renews the lease on everything this consumer holds, and tells how the worker is doing.</summary>
    /// <param name="report">How the worker is doing.</param>
    /// <param name="cancellationToken">Cancels the renewal.</param>
    /// <returns>
    /// Whether the lease still held. If not, what was received before the call belongs to others now and shall be dropped; the consumer has a new
    /// lease, and messages come again at once.
    /// </returns>
    ValueTask<bool> RenewAsync(WorkerReport report, CancellationToken cancellationToken);
}

namespace Downbeat.Brokers;

/// <summary>The queues of a broker.</summary>
public interface IQueues
{
    /// <summary>All queues that hold a message or are consumed.</summary>
    /// <param name="cancellationToken">Cancels the listing.</param>
    ValueTask<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the messages of a queue that no worker holds, those that wait for their eta included.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="cancellationToken">Cancels the purge.</param>
    /// <returns>How many were deleted.</returns>
    ValueTask<long> PurgeAsync(string queue, CancellationToken cancellationToken);
}

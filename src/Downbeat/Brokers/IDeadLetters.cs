using Downbeat.Paging;

namespace Downbeat.Brokers;

/// <summary>The messages of a broker that could not be handled: unknown tasks, poison, rejects, too many deliveries.</summary>
public interface IDeadLetters
{
    /// <summary>Lists them, newest first.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    ValueTask<Page<DeadLetter>> ListAsync(DeadLetterSelection selection, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Puts them back on their queues, as if they had never been delivered.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    /// <returns>How many were put back.</returns>
    ValueTask<long> RequeueAsync(DeadLetterSelection selection, CancellationToken cancellationToken);

    /// <summary>Deletes them.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    /// <returns>How many were deleted.</returns>
    ValueTask<long> PurgeAsync(DeadLetterSelection selection, CancellationToken cancellationToken);
}

namespace Downbeat.Retention;

/// <summary>One kind of rows that pile up: results, messages, fires. The engine deletes them batch by batch.</summary>
public interface IRetentionTarget
{
    /// <summary>What they are called in reports: <c>results</c>.</summary>
    string Kind { get; }

    /// <summary>Which part of Downbeat they belong to.</summary>
    RetentionRole Role { get; }

    /// <summary>
    /// Counts what may be deleted now. Costs no more than reading the candidates' index, if the policy has been applied
    /// (<see cref="IRetention.ApplyAsync"/>); for another policy it looks at all rows, so that the count is right all the same.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes the next of them in a transaction of their own, with everything that belongs to them.</summary>
    /// <param name="now">The time.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels the batch; then nothing of it was deleted.</param>
    /// <returns>How many were deleted; none when there is nothing left to delete.</returns>
    ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);
}

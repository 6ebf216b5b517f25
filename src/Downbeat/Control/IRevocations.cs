namespace Downbeat.Control;

/// <summary>Tasks that shall not run, or not run on. Durable: workers that are offline learn of them when they come back.</summary>
public interface IRevocations
{
    /// <summary>Revokes tasks, whether they were sent already or not.</summary>
    /// <param name="revocations">Which, and why.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask RevokeAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken);

    /// <summary>Finds out which of these tasks are revoked.</summary>
    /// <param name="taskIds">The tasks' ids.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<IReadOnlyList<Revocation>> FindAsync(IReadOnlyList<string> taskIds, CancellationToken cancellationToken);

    /// <summary>Waits until something may have been revoked since the given version.</summary>
    /// <param name="version">The version seen last; 0 at first.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The version now.</returns>
    ValueTask<long> WaitAsync(long version, CancellationToken cancellationToken);
}

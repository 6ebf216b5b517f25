using Downbeat.Sending;

namespace Downbeat;

/// <summary>A task that was sent, whose result has a known type.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public sealed class AsyncResult<TResult> : AsyncResult
{
    internal AsyncResult(string id, ResultReader reader)
        : base(id, reader)
    {
    }

    /// <summary>Waits until it has returned, and gives back what it returned.</summary>
    /// <param name="timeout">How long to wait at the most; for ever when null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">It had not finished in time.</exception>
    /// <exception cref="TaskFailedException">It failed or was revoked.</exception>
    public async Task<TResult> GetAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TaskResult result = await WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        return Reader.Value<TResult>(result);
    }
}

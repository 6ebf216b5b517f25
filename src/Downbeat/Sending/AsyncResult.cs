using Downbeat.Sending;

namespace Downbeat;

/// <summary>A task that was sent: where it stands and what comes out.</summary>
public class AsyncResult
{
    private readonly ResultReader _reader;

    internal AsyncResult(string id, ResultReader reader)
    {
        Id = id;
        _reader = reader;
    }

    /// <summary>The task's id.</summary>
    public string Id { get; }

    internal ResultReader Reader => _reader;

    /// <summary>Reads where it stands. <see cref="TaskState.Pending"/> when nothing is known of it.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<TaskState> GetStateAsync(CancellationToken cancellationToken = default)
    {
        return await ReadAsync(cancellationToken).ConfigureAwait(false) is { } result ? result.State : TaskState.Pending;
    }

    /// <summary>Reads how far it has come, as it told itself; null when it has told nothing.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<TaskProgress?> GetProgressAsync(CancellationToken cancellationToken = default)
    {
        return (await ReadAsync(cancellationToken).ConfigureAwait(false))?.Progress;
    }

    /// <summary>Reads everything the result backend holds of it; null when it holds nothing.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<TaskResult?> ReadAsync(CancellationToken cancellationToken = default)
    {
        return _reader.ReadAsync(Id, cancellationToken);
    }

    /// <summary>Waits until it has finished, however it ended.</summary>
    /// <param name="timeout">How long to wait at the most; for ever when null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">It had not finished in time.</exception>
    public Task<TaskResult> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        return _reader.WaitAsync(Id, timeout, cancellationToken);
    }

    /// <summary>Revokes it: it will not run, or, if it runs, its token is cancelled.</summary>
    /// <param name="reason">Why; shown with the result.</param>
    /// <param name="terminate">Whether a run under way is cancelled too; default true.</param>
    /// <param name="cancellationToken">Cancels the revoke.</param>
    public Task RevokeAsync(string reason = "revoked", bool terminate = true, CancellationToken cancellationToken = default)
    {
        return _reader.RevokeAsync(Id, reason, terminate, cancellationToken);
    }

    /// <summary>Deletes its result.</summary>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    public Task ForgetAsync(CancellationToken cancellationToken = default)
    {
        return _reader.ForgetAsync(Id, cancellationToken);
    }
}

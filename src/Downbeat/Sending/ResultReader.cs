using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.ResultBackends;
using Downbeat.Serialization;

namespace Downbeat.Sending;

/// <summary>What every <see cref="AsyncResult"/> of a client shares.</summary>
internal sealed class ResultReader(IResultBackend backend, IBroker broker, TaskJson json, TimeProvider time)
{
    private static readonly byte[] Null = "null"u8.ToArray();

    public Task<TaskResult?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        return backend.GetAsync(id, cancellationToken).AsTask();
    }

    public async Task<TaskResult> WaitAsync(string id, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (timeout is null)
        {
            return await backend.WaitAsync(id, cancellationToken).ConfigureAwait(false);
        }

        using var deadline = new CancellationTokenSource(timeout.Value, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await backend.WaitAsync(id, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"task {id} has not finished within {timeout}", exception);
        }
    }

    public Task RevokeAsync(string id, string reason, bool terminate, CancellationToken cancellationToken)
    {
        return broker.Revocations.RevokeAsync([new Revocation(id, time.GetUtcNow(), reason, terminate)], cancellationToken).AsTask();
    }

    public Task ForgetAsync(string id, CancellationToken cancellationToken)
    {
        return backend.ForgetAsync([id], cancellationToken).AsTask();
    }

    public TResult Value<TResult>(TaskResult result)
    {
        return result.State == TaskState.Success
            ? json.Deserialize<TResult>(result.Value.IsEmpty ? Null : result.Value.Span)!
            : throw new TaskFailedException(result);
    }
}

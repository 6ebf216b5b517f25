namespace Downbeat.Hosting.InMemory;

/// <summary>A version that goes up, and a way to wait until it does.</summary>
internal sealed class MemorySignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _raised = New();
    private long _version = 1;

    public long Version => Interlocked.Read(ref _version);

    public void Raise()
    {
        TaskCompletionSource raised;
        lock (_lock)
        {
            _version++;
            raised = _raised;
            _raised = New();
        }

        raised.TrySetResult();
    }

    /// <summary>Waits until the version is another than the one seen last.</summary>
    public async ValueTask<long> WaitAsync(long seen, CancellationToken cancellationToken)
    {
        Task next;
        lock (_lock)
        {
            if (_version != seen)
            {
                return _version;
            }

            next = _raised.Task;
        }

        await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Version;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

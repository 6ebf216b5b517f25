namespace Downbeat.PostgreSql.Connections;

/// <summary>A version that goes up, and a way to wait until it does.</summary>
internal sealed class Signal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _raised = New();
    private long _version = 1;
    private long _news = 1;

    public long Version => Interlocked.Read(ref _version);

    /// <summary>The version that came with news last; later ones only ask to look, because nobody can tell whether something has changed.</summary>
    public long News => Interlocked.Read(ref _news);

    public void Raise(bool isNews = true)
    {
        TaskCompletionSource raised;
        lock (_lock)
        {
            _version++;
            _news = isNews ? _version : _news;
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

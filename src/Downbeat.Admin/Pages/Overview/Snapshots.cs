namespace Downbeat.Admin.Pages.Overview;

/// <summary>Keeps what many people look at for a moment, so that looking costs the same however many do.</summary>
internal sealed class Snapshots<T>(Func<CancellationToken, Task<T>> read, TimeSpan keep, TimeProvider time) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _gate = new(1);
    private T? _newest;
    private long _readAt;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_newest is null || time.GetElapsedTime(_readAt) > keep)
            {
                _newest = await read(cancellationToken).ConfigureAwait(false);
                _readAt = time.GetTimestamp();
            }

            return _newest;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}

namespace Downbeat.Sqlite.Connections;

/// <summary>
/// Notices what others commit to a file. <c>PRAGMA data_version</c> reads a counter in shared memory: asking for it some dozens of times a second
/// costs next to nothing and works wherever the file does.
/// </summary>
/// <seealso href="https://www.sqlite.org/pragma.html#pragma_data_version">data_version</seealso>
internal sealed class ChangeWatcher : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public ChangeWatcher(string path, Action changed)
    {
        _loop = Task.Run(() => WatchAsync(path, changed, _stopping.Token));
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _loop.GetAwaiter().GetResult();
        _stopping.Dispose();
    }

    private static async Task WatchAsync(string path, Action changed, CancellationToken stopping)
    {
        SqliteSession? session = null;
        long? seen = null;
        try
        {
            using var timer = new PeriodicTimer(Interval, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                long version;
                try
                {
                    session ??= SqliteSession.OpenReader(path, patience: TimeSpan.Zero);
                    version = session.Get("PRAGMA data_version").Scalar() ?? 0;
                    timer.Period = Interval;
                }
                catch (DownbeatException)
                {
                    // Those who use the file meet the same error and report it; the watcher only has to come back
                    // and, because it cannot tell what it has missed, to say that something may have changed.
                    session?.Dispose();
                    session = null;
                    seen = null;
                    timer.Period = IntervalAfterFailure;
                    continue;
                }

                if (version != seen)
                {
                    seen = version;
                    changed();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            session?.Dispose();
        }
    }
}

namespace Downbeat.Sqlite.Connections;

/// <summary>
/// Notices what others commit to a file. <c>PRAGMA data_version</c> reads a counter in shared memory: asking for it some dozens of times a second
/// costs next to nothing and works wherever the file does. It has a thread of its own: one of the pool's would spin for more work after each look.
/// </summary>
/// <seealso href="https://www.sqlite.org/pragma.html#pragma_data_version">data_version</seealso>
internal sealed class ChangeWatcher : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    // Where nothing happens it looks less often.
    private static readonly TimeSpan CalmInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CalmAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromMilliseconds(250);
    private readonly AutoResetEvent _wake = new(false);
    private readonly string _path;
    private readonly Action _changed;
    private readonly Thread _thread;
    private SqliteSession? _session;
    private long? _seen;
    private bool _hasFailed;
    private long _seenAt = TimeProvider.System.GetTimestamp();
    private volatile bool _isCalm;
    private volatile bool _isStopping;

    public ChangeWatcher(string path, Action changed)
    {
        _path = path;
        _changed = changed;
        _thread = new Thread(Run) { IsBackground = true, Name = "downbeat watch" };
        _thread.Start();
    }

    /// <summary>This process has written something that others may answer: looks often again, from now on.</summary>
    public void Expect()
    {
        if (_isCalm)
        {
            _wake.Set();
        }
    }

    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            if (_wake.WaitOne(FindPause()))
            {
                _seenAt = TimeProvider.System.GetTimestamp();
            }
            else
            {
                Look();
            }
        }

        _session?.Dispose();
    }

    private TimeSpan FindPause()
    {
        _isCalm = TimeProvider.System.GetElapsedTime(_seenAt) >= CalmAfter;
        return _hasFailed ? IntervalAfterFailure
            : _isCalm ? CalmInterval
            : Interval;
    }

    private void Look()
    {
        long version;
        try
        {
            _session ??= SqliteSession.OpenReader(_path, patience: TimeSpan.Zero);
            version = _session.Get("PRAGMA data_version").Scalar() ?? 0;
            _hasFailed = false;
        }
        catch (DownbeatException)
        {
            // Those who use the file meet the same error and report it; the watcher only has to come back and, because it cannot tell what it has
            // missed, to say that something may have changed.
            _session?.Dispose();
            _session = null;
            _seen = null;
            _hasFailed = true;
            return;
        }

        if (version != _seen)
        {
            _seen = version;
            _seenAt = TimeProvider.System.GetTimestamp();
            _changed();
        }
    }
}

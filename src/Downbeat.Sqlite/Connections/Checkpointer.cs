using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>
/// Moves the log's pages into the file on a thread of its own, while the writer goes on. SQLite would let some unlucky commit do it, and whoever
/// waits for that commit would wait for a thousand pages to be on the disk.
/// </summary>
/// <remarks>
/// A checkpoint beside a writer never reaches the log's end, so the log starts anew only when writing pauses. Under a load without pauses the
/// writer pauses for it: it waits until the thread is done, and moves the little that is left.
/// </remarks>
/// <seealso href="https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files">Write-ahead logging</seealso>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>How many pages the log may have before the writer moves the last of them itself: as many as its file keeps room for.</summary>
    public const int MostPages = 4_000;

    private const int PagesAtOnce = 100;
    private const int CacheWrite = 9;
    private readonly Lock _starting = new();
    private readonly Lock _moving = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly string _path;
    private Thread? _thread;
    private SqliteSession? _session;
    private int _pages;
    private int _log;
    private volatile bool _isStopping;

    public Checkpointer(string path)
    {
        _path = path;
    }

    /// <summary>Called by the writer after each commit.</summary>
    public void Note(SqliteSession writer)
    {
        _ = raw.sqlite3_db_status(writer.Handle, CacheWrite, out int pages, out _, 1);
        _pages += pages;
        if (Interlocked.Add(ref _log, pages) >= MostPages)
        {
            Move(writer);
            _pages = 0;
        }
        else if (_pages >= PagesAtOnce)
        {
            _pages = 0;
            Start();
            _wake.Set();
        }
    }

    public void Dispose()
    {
        lock (_starting)
        {
            _isStopping = true;
        }

        _wake.Set();
        _thread?.Join();
    }

    // The writer is still at work when its file is closed.
    private void Start()
    {
        lock (_starting)
        {
            if (_thread is null && !_isStopping)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "downbeat checkpoint" };
                _thread.Start();
            }
        }
    }

    // A reader's connection, because it makes no file where there is none.
    private SqliteSession Open()
    {
        SqliteSession session = SqliteSession.OpenReader(_path, TimeSpan.Zero);
        session.Execute("PRAGMA synchronous = FULL");
        return session;
    }

    // Passive: it waits for no other process, and none waits for it. That another is at it already is as good. Within a process one waits for the
    // other, or a thread on a slow disk would be at it whenever the writer comes, and the log would grow for ever.
    private void Move(SqliteSession session)
    {
        lock (_moving)
        {
            int result = raw.sqlite3_wal_checkpoint_v2(session.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out int log, out int moved);
            if (result == raw.SQLITE_OK)
            {
                // A log that was moved whole begins anew with the next commit.
                Interlocked.Exchange(ref _log, moved == log ? 0 : log);
            }
        }
    }

    private void Run()
    {
        while (_wake.WaitOne() && !_isStopping)
        {
            try
            {
                _session ??= Open();
                Move(_session);
            }
            catch (DownbeatException)
            {
                // The writer meets the same error where it can be reported, and moves the pages itself in the end.
                _session?.Dispose();
                _session = null;
            }
        }

        _session?.Dispose();
    }
}

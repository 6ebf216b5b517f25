using System.Collections.Concurrent;
using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>
/// The one thread of this process that writes to a file. What waits while a transaction commits becomes the next transaction: one sync of the
/// disk serves everybody, batches grow with the load, and an idle writer adds no delay.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Lately = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentQueue<WriteItem> _queue = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _path;
    private readonly Func<SqliteSession> _open;
    private readonly Action<Topics> _committed;
    private readonly TimeProvider _time;
    private readonly WriteLock _lock;
    private readonly Thread _thread;
    private SqliteSession? _session;
    private long _version;
    private long _foreignAt;
    private long _waited;
    private long _waitedAt;
    private volatile bool _isClosed;

    /// <param name="path">The file.</param>
    /// <param name="patience">How long work waits for a lock that another program holds.</param>
    /// <param name="open">Opens the session when it is first needed, and again after a failure.</param>
    /// <param name="committed">Called after each commit with what it may have changed.</param>
    /// <param name="time">Measures; never the manual clock of a test.</param>
    public SqliteWriter(string path, TimeSpan patience, Func<SqliteSession> open, Action<Topics> committed, TimeProvider time)
    {
        _path = path;
        _open = open;
        _committed = committed;
        _time = time;
        _lock = new WriteLock(time, patience, _stopping.Token);
        _thread = new Thread(Run) { IsBackground = true, Name = $"downbeat sqlite {Path.GetFileName(path)}" };
        _thread.Start();
    }

    /// <summary>Whether another process has written to the file within the last second.</summary>
    public bool IsSharedNow => Interlocked.Read(ref _foreignAt) is var at and not 0 && _time.GetElapsedTime(at) < TimeSpan.FromSeconds(1);

    /// <summary>How long those who waited for work lately waited for it: the longest, which counts for less with each that waits less. Zero if none did.</summary>
    public TimeSpan Wait => _time.GetElapsedTime(Interlocked.Read(ref _waitedAt)) < Lately ? TimeSpan.FromTicks(Interlocked.Read(ref _waited)) : TimeSpan.Zero;

    /// <summary>Runs work within a transaction, together with the work of others.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteWriteTransaction, T> work, Durability durability, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed || _stopping.IsCancellationRequested, this);
        var item = new WriteItem<T>(work, durability, _time.GetTimestamp(), cancellationToken);
        _queue.Enqueue(item);
        _wake.Set();
        if (_isClosed)
        {
            FailRest();
        }

        return item.Task;
    }

    /// <summary>Writes what waits, then ends. What cannot be written at once because the file is locked fails.</summary>
    public void Dispose()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        _stopping.Cancel();
        _wake.Set();
        _thread.Join();
        FailRest();
        _session?.Dispose();
    }

    private void Run()
    {
        var batch = new List<WriteItem>();
        while (true)
        {
            _wake.Wait();
            _wake.Reset();
            while (FindHead() is { } head)
            {
                WriteBatch(head, batch);
                batch.Clear();
            }

            if (_stopping.IsCancellationRequested)
            {
                _isClosed = true;
                return;
            }
        }
    }

    private WriteItem? FindHead()
    {
        while (_queue.TryPeek(out WriteItem? head))
        {
            if (head.IsWaiting)
            {
                return head;
            }

            _queue.TryDequeue(out _);
        }

        return null;
    }

    private void WriteBatch(WriteItem head, List<WriteItem> batch)
    {
        Topics touched;
        try
        {
            if (!Begin(head))
            {
                return;
            }

            touched = WriteTogether(_session!, head.Durability, batch);
        }
        catch (Exception exception)
        {
            Undo(exception);
            if (batch.Count < 2 || SqliteErrors.IsOfEnvironment(exception))
            {
                Fail(head, exception);
                batch.ForEach(item => item.Fail(exception));
                return;
            }

            // One piece of work spoilt the transaction of all: each gets one of its own, so that only the culprit fails.
            foreach (WriteItem item in batch)
            {
                WriteAlone(item);
            }

            return;
        }

        batch.ForEach(static item => item.Succeed());
        _committed(touched);
        Measure(head);
    }

    private void WriteAlone(WriteItem item)
    {
        Topics touched;
        try
        {
            OpenFor(item);
            _lock.Begin(_session!, item.AskedAt);
            touched = WriteOne(_session!, item);
        }
        catch (Exception exception)
        {
            Undo(exception);
            item.Fail(exception);
            return;
        }

        item.Succeed();
        _committed(touched);
    }

    // The lock is taken before the work is, so that work can be cancelled while the file is locked.
    private bool Begin(WriteItem head)
    {
        try
        {
            OpenFor(head);
            return _lock.Begin(_session!, head.AskedAt, () => head.IsWaiting);
        }
        catch (Exception exception) when (_session is null)
        {
            FailThoseNow(exception);
            return false;
        }
        catch (Exception exception)
        {
            Undo(exception);
            Fail(head, exception);
            return false;
        }
    }

    private void OpenFor(WriteItem item)
    {
        _session ??= _open();
        _session.SetSynchronous(item.Durability);
    }

    private Topics WriteTogether(SqliteSession session, Durability durability, List<WriteItem> batch)
    {
        LookForOthers(session);
        session.Touched = Topics.None;
        long started = _time.GetTimestamp();
        var transaction = new SqliteWriteTransaction(session, _path);
        while (TryTake(durability, out WriteItem? next))
        {
            batch.Add(next);
            next.Execute(transaction);
            if (_time.GetElapsedTime(started) >= LongestBatch)
            {
                break;
            }
        }

        session.Get("COMMIT").Run();
        return session.Touched;
    }

    private Topics WriteOne(SqliteSession session, WriteItem item)
    {
        session.Touched = Topics.None;
        item.Execute(new SqliteWriteTransaction(session, _path));
        session.Get("COMMIT").Run();
        return session.Touched;
    }

    // A transaction begun without the promise to survive a loss of power cannot take work that needs it; one that somebody waits for takes nothing
    // that nobody does.
    private bool TryTake(Durability most, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WriteItem? item)
    {
        while (_queue.TryPeek(out item) && item.Durability <= most
            && (item.Durability != Durability.Background || most == Durability.Background))
        {
            _queue.TryDequeue(out _);
            if (item.TryTake())
            {
                return true;
            }
        }

        return false;
    }

    // Of a batch the one in front has waited longest.
    private void Measure(WriteItem head)
    {
        if (head.Durability != Durability.Background)
        {
            long ticks = _time.GetElapsedTime(head.AskedAt).Ticks;
            Interlocked.Exchange(ref _waited, Math.Max(ticks, _waited * 9 / 10));
            Interlocked.Exchange(ref _waitedAt, _time.GetTimestamp());
        }
    }

    // The version a connection sees changes with the commits of others only.
    private void LookForOthers(SqliteSession session)
    {
        long version = session.Get("PRAGMA data_version").Scalar() ?? 0;
        if (version != _version && _version != 0)
        {
            Interlocked.Exchange(ref _foreignAt, _time.GetTimestamp());
        }

        _version = version;
    }

    private void Undo(Exception exception)
    {
        if (_session is null)
        {
            return;
        }

        _session.ResetAll();
        if (raw.sqlite3_get_autocommit(_session.Handle) == 0)
        {
            _ = raw.sqlite3_exec(_session.Handle, "ROLLBACK");
        }

        if (SqliteErrors.IsOfConnection(exception))
        {
            _session.Dispose();
            _session = null;
            _version = 0;
        }
    }

    private static void Fail(WriteItem item, Exception exception)
    {
        if (item.TryTake())
        {
            item.Fail(exception);
        }
    }

    // All who wait now would meet the same error; those who come later try anew.
    private void FailThoseNow(Exception exception)
    {
        for (int left = _queue.Count; left > 0 && _queue.TryDequeue(out WriteItem? item); left--)
        {
            Fail(item, exception);
        }
    }

    private void FailRest()
    {
        while (_queue.TryDequeue(out WriteItem? item))
        {
            Fail(item, new ObjectDisposedException(nameof(SqliteWriter)));
        }
    }
}

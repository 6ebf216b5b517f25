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
    private readonly ConcurrentQueue<WriteItem> _queue = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<SqliteSession> _open;
    private readonly Action<Topics> _committed;
    private readonly TimeProvider _time;
    private readonly WriteLock _lock;
    private readonly Thread _thread;
    private SqliteSession? _session;
    private long _version;
    private long _foreignAt;

    /// <param name="name">The thread's name.</param>
    /// <param name="open">Opens the session when it is first needed, and again after a failure to open.</param>
    /// <param name="committed">Called after each commit with what it may have changed.</param>
    /// <param name="time">Measures; never the manual clock of a test.</param>
    public SqliteWriter(string name, Func<SqliteSession> open, Action<Topics> committed, TimeProvider time)
    {
        _open = open;
        _committed = committed;
        _time = time;
        _lock = new WriteLock(time, _stopping.Token);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Whether another process has written to the file within the last second.</summary>
    public bool IsSharedNow => Interlocked.Read(ref _foreignAt) is var at and not 0 && _time.GetElapsedTime(at) < TimeSpan.FromSeconds(1);

    /// <summary>Runs work within a transaction, together with the work of others.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteWriteTransaction, T> work, Durability durability, CancellationToken cancellationToken)
    {
        var item = new WriteItem<T>(work, durability, cancellationToken);
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        _queue.Enqueue(item);
        _wake.Set();
        return item.Task;
    }

    public void Dispose()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        _stopping.Cancel();
        _wake.Set();
        _thread.Join();
        _session?.Dispose();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        var batch = new List<WriteItem>();
        while (true)
        {
            _wake.Wait();
            _wake.Reset();
            while (!_queue.IsEmpty)
            {
                WriteBatch(batch);
                batch.Clear();
            }

            if (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void WriteBatch(List<WriteItem> batch)
    {
        try
        {
            SqliteSession session = _session ??= _open();
            Topics touched = WriteTogether(session, batch);
            batch.ForEach(static item => item.Succeed());
            _committed(touched);
        }
        catch (Exception exception)
        {
            Undo();
            if (batch.Count == 0 && _queue.TryDequeue(out WriteItem? first))
            {
                batch.Add(first);
            }

            if (batch.Count == 1 || SqliteErrors.IsOfEnvironment(exception))
            {
                batch.ForEach(item => item.Fail(exception));
                return;
            }

            // One piece of work spoilt the transaction of all: each gets one of its own, so that only the culprit fails.
            foreach (WriteItem item in batch)
            {
                WriteAlone(item);
            }
        }
    }

    private void WriteAlone(WriteItem item)
    {
        try
        {
            SqliteSession session = _session ??= _open();
            Begin(session, item.Durability);
            item.Execute(new SqliteWriteTransaction(session));
            Topics touched = Commit(session);
            item.Succeed();
            _committed(touched);
        }
        catch (Exception exception)
        {
            Undo();
            item.Fail(exception);
        }
    }

    private Topics WriteTogether(SqliteSession session, List<WriteItem> batch)
    {
        if (!TryTake(Durability.Power, hasBegun: false, out WriteItem? first))
        {
            return Topics.None;
        }

        batch.Add(first);
        Begin(session, first.Durability);
        long started = _time.GetTimestamp();
        var transaction = new SqliteWriteTransaction(session);
        first.Execute(transaction);
        while (_time.GetElapsedTime(started) < LongestBatch && TryTake(first.Durability, hasBegun: true, out WriteItem? next))
        {
            batch.Add(next);
            next.Execute(transaction);
        }

        return Commit(session);
    }

    // A transaction begun without the promise to survive a loss of power cannot take work that needs it; one that somebody waits for takes nothing
    // that nobody does.
    private bool TryTake(Durability most, bool hasBegun, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WriteItem? item)
    {
        while (_queue.TryPeek(out item) && item.Durability <= most
            && (item.Durability != Durability.Background || most == Durability.Background || !hasBegun))
        {
            _queue.TryDequeue(out _);
            if (!item.CancellationToken.IsCancellationRequested)
            {
                return true;
            }

            item.Cancel();
        }

        return false;
    }

    private void Begin(SqliteSession session, Durability durability)
    {
        session.Get(durability == Durability.Power ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL").Run();
        _lock.Begin(session);
        session.Touched = Topics.None;

        // The version a connection sees changes with the commits of others only.
        long version = session.Get("PRAGMA data_version").Scalar() ?? 0;
        if (version != _version)
        {
            _version = version;
            Interlocked.Exchange(ref _foreignAt, _time.GetTimestamp());
        }
    }

    private static Topics Commit(SqliteSession session)
    {
        session.Get("COMMIT").Run();
        return session.Touched;
    }

    private void Undo()
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
    }
}

using System.Collections.Concurrent;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.Connections;

/// <summary>One file, as all roles of this process share it: one writer, some readers, and news of what others write.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int MostIdleReaders = 8;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteWriter _writer;
    private readonly Checkpointer _checkpointer;
    private readonly Lazy<ChangeWatcher> _watcher;
    private SqliteSession? _writing;
    private bool _isDisposed;

    public SqliteDatabase(string path, TimeProvider clock)
    {
        Path = path;
        Clock = clock;
        _writer = new SqliteWriter($"downbeat sqlite {System.IO.Path.GetFileName(path)}", OpenWriter, OnCommitted, TimeProvider.System);
        _checkpointer = new Checkpointer(path);
        _watcher = new Lazy<ChangeWatcher>(() => new ChangeWatcher(path, OnForeignChange));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Tells which database two roles share.</summary>
    public string Identity => SqliteUrl.Of(Path);

    /// <summary>The clock of everything written here: SQLite has none of its own.</summary>
    public TimeProvider Clock { get; }

    public DateTimeOffset Now => Instants.Round(Clock.GetUtcNow());

    /// <summary>Whether another process has written to the file within the last second.</summary>
    public bool IsSharedNow => _writer.IsSharedNow;

    public Signal Messages { get; } = new();

    public Signal Results { get; } = new();

    public Signal Schedule { get; } = new();

    public Signal Revocations { get; } = new();

    public async ValueTask<T> WriteAsync<T>(
        Func<SqliteWriteTransaction, T> work, Durability durability, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _writer.WriteAsync(work, durability, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads on the caller's thread: rows come from memory, mostly, and a reader never waits for the writer.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        SqliteSession session = _readers.TryTake(out SqliteSession? idle) ? idle : OpenReader();
        try
        {
            T result = work(session);
            Return(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Listens to what other processes write, from the first call on.</summary>
    public void Watch() => _ = _watcher.Value;

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_watcher.IsValueCreated)
        {
            _watcher.Value.Dispose();
        }

        while (_readers.TryTake(out SqliteSession? session))
        {
            session.Dispose();
        }

        _checkpointer.Dispose();
        _writer.Dispose();
        Raise(Topics.All);
    }

    private SqliteSession OpenWriter()
    {
        SqliteSession session = SqliteSession.Open(Path, isReader: false);
        try
        {
            SchemaRunner.Migrate(session, Clock);
            session.Execute($"PRAGMA wal_autocheckpoint = {Checkpointer.MostPages}");
            _writing = session;
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // The writer brings the schema up to date; a reader that comes first lets it do so before it reads.
    private SqliteSession OpenReader()
    {
        if (!IsReady)
        {
            _writer.WriteAsync(static _ => true, Durability.Process, CancellationToken.None).GetAwaiter().GetResult();
            IsReady = true;
        }

        return SqliteSession.Open(Path, isReader: true);
    }

    private bool IsReady { get; set; }

    private void Return(SqliteSession session)
    {
        if (_isDisposed || _readers.Count >= MostIdleReaders)
        {
            session.Dispose();
        }
        else
        {
            _readers.Add(session);
        }
    }

    private void OnCommitted(Topics topics)
    {
        Raise(topics);
        if (_writing is { } session)
        {
            _checkpointer.Note(session);
        }
    }

    private void OnForeignChange() => Raise(Topics.All);

    private void Raise(Topics topics)
    {
        if (topics.HasFlag(Topics.Messages))
        {
            Messages.Raise();
        }

        if (topics.HasFlag(Topics.Results))
        {
            Results.Raise();
        }

        if (topics.HasFlag(Topics.Schedule))
        {
            Schedule.Raise();
        }

        if (topics.HasFlag(Topics.Revocations))
        {
            Revocations.Raise();
        }
    }
}

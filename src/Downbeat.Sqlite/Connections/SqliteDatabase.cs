using System.Data.Common;
using Downbeat.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace Downbeat.Sqlite.Connections;

/// <summary>One file, as all roles of this process share it: one writer, some readers, and news of what others write.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteSettings _settings;
    private readonly ReaderPool _readers;
    private readonly SqliteWriter _writer;
    private readonly Checkpointer _checkpointer;
    private readonly Lazy<ChangeWatcher> _watcher;
    private SqliteSession? _writing;
    private volatile bool _isReady;
    private volatile bool _isDisposed;

    public SqliteDatabase(string path, TimeProvider clock, SqliteSettings settings)
    {
        Path = path;
        Clock = clock;
        _settings = settings;
        _readers = new ReaderPool(OpenReader);
        _writer = new SqliteWriter(path, settings.WritePatience, OpenWriter, OnCommitted, TimeProvider.System);
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

    /// <summary>How long those of this process who wait for their writes have to wait just now; zero when nobody does.</summary>
    public TimeSpan WriteWait => _writer.Wait;

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

    /// <summary>Writes within a transaction under way: the writer's own, or one of an application's connection to this file. All or nothing.</summary>
    /// <exception cref="InvalidValueException">The transaction belongs to another database.</exception>
    public void WriteWithin(DbTransaction transaction, Action<SqliteSession> work)
    {
        switch (transaction)
        {
            case SqliteWriteTransaction own when own.Path == Path:
                work(own.Session);
                break;
            case SqliteTransaction { Connection: { } connection } when BorrowedSession.IsOf(connection, Path):
                using (var borrowed = new BorrowedSession(connection))
                {
                    borrowed.Write(Clock, work);
                }

                break;
            default:
                throw new InvalidValueException("transaction", transaction.GetType().Name, $"an open SqliteTransaction of {Path}");
        }
    }

    /// <summary>Reads on the caller's thread: rows come from memory, mostly, and a reader never waits for the writer.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _readers.Read(work);
    }

    /// <summary>Listens to what other processes write, from the first call on.</summary>
    public void Watch()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _ = _watcher.Value;
    }

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

        // The last connection to close moves the log into the file, so the readers go first.
        _readers.Dispose();
        _checkpointer.Dispose();
        _writer.Dispose();
        Raise(Topics.All);
    }

    private SqliteSession OpenWriter()
    {
        SqliteSession session = SqliteSession.OpenWriter(Path, _settings.ReadPatience);
        try
        {
            SchemaRunner.Migrate(session, Clock, _settings.WritePatience);
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

    // The writer makes the file and brings its schema up to date; a reader that comes first and finds it otherwise lets it do so before it reads.
    private SqliteSession OpenReader()
    {
        if (!_isReady && !IsUpToDate())
        {
            _writer.WriteAsync(static _ => true, Durability.Process, CancellationToken.None).GetAwaiter().GetResult();
        }

        _isReady = true;
        return SqliteSession.OpenReader(Path, _settings.ReadPatience);
    }

    private bool IsUpToDate()
    {
        if (!File.Exists(Path))
        {
            return false;
        }

        using SqliteSession session = SqliteSession.OpenReader(Path, _settings.ReadPatience);
        return SchemaRunner.IsUpToDate(session);
    }

    private void OnCommitted(Topics topics)
    {
        Raise(topics);
        if (topics != Topics.None && _watcher.IsValueCreated)
        {
            _watcher.Value.Expect();
        }

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

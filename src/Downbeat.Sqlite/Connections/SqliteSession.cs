using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private const int CacheKibibytes = 32 * 1024;

    // Of a page that is written again and again only the last state goes back to the file: the longer the log, the fewer writes. 16 MB are soon read.
    private const int LogPages = 4_000;
    private readonly SqliteConnection? _owned;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private SqliteSession(sqlite3 handle, SqliteConnection? owned)
    {
        Handle = handle;
        _owned = owned;
    }

    public sqlite3 Handle { get; }

    /// <summary>What the transaction under way may have changed.</summary>
    public Topics Touched { get; set; }

    /// <summary>Opens a file; it is created, with its space reclaimable, if it is not there.</summary>
    public static SqliteSession Open(string path, bool isReader)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection.Handle!, connection);
            raw.sqlite3_busy_timeout(session.Handle, 5_000);
            session.Configure(isReader);
            return session;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteErrors.Of(exception.SqliteErrorCode, path, exception.Message);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Uses a connection of somebody else's, within a transaction of theirs.</summary>
    public static SqliteSession Borrow(SqliteConnection connection) => new(connection.Handle!, owned: null);

    public Statement Get(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            statement = new Statement(Handle, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs statements that are used once.</summary>
    public void Execute(string sql)
    {
        int result = raw.sqlite3_exec(Handle, sql);
        SqliteErrors.Throw(Handle, result, sql.Length < 200 ? sql : null);
    }

    /// <summary>Resets every statement, so that none keeps a transaction open after an error.</summary>
    public void ResetAll()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _owned?.Dispose();
    }

    private void Configure(bool isReader)
    {
        if (!isReader && Get("PRAGMA page_count").Scalar() == 0)
        {
            // Only an empty file can learn to give its free pages back one by one.
            Execute("PRAGMA auto_vacuum = INCREMENTAL");
        }

        Execute("PRAGMA journal_mode = WAL");
        Execute($"PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{CacheKibibytes}; PRAGMA wal_autocheckpoint = {LogPages}");
        if (isReader)
        {
            Execute("PRAGMA query_only = ON");
        }
    }
}

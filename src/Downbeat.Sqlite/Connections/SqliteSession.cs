using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection? _owned;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private Durability _durability = Durability.Power;

    private SqliteSession(sqlite3 handle, SqliteConnection? owned)
    {
        Handle = handle;
        _owned = owned;
    }

    public sqlite3 Handle { get; }

    /// <summary>The file's full path.</summary>
    public string File => raw.sqlite3_db_filename(Handle, "main").utf8_to_string();

    /// <summary>What the transaction under way may have changed.</summary>
    public Topics Touched { get; set; }

    /// <summary>Opens a file to write to it; it is created, with its space reclaimable, if it is not there.</summary>
    public static SqliteSession OpenWriter(string path, TimeSpan patience)
    {
        return Open(path, SqliteOpenMode.ReadWriteCreate, patience, SessionSettings.PrepareWriter);
    }

    /// <summary>Opens a file that is there to read from it.</summary>
    public static SqliteSession OpenReader(string path, TimeSpan patience)
    {
        return Open(path, SqliteOpenMode.ReadWrite, patience, SessionSettings.PrepareReader);
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

    /// <summary>Says what the next transactions must survive. Cannot be changed within one.</summary>
    public void SetSynchronous(Durability durability)
    {
        if (durability != _durability)
        {
            Execute(durability == Durability.Power ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _durability = durability;
        }
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

        _statements.Clear();
        _owned?.Dispose();
    }

    private static SqliteSession Open(string path, SqliteOpenMode mode, TimeSpan patience, Action<SqliteSession, TimeSpan> prepare)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection.Handle!, connection);
            prepare(session, patience);
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
}

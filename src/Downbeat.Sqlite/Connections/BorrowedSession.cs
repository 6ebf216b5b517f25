using Downbeat.Sqlite.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>An application's own connection, used for a moment within a transaction of the application's.</summary>
internal sealed class BorrowedSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteSession _session;

    public BorrowedSession(SqliteConnection connection)
    {
        _connection = connection;
        _session = SqliteSession.Borrow(connection);
    }

    /// <summary>Whether a connection is open on a file.</summary>
    public static bool IsOf(SqliteConnection connection, string path)
    {
        return connection.Handle is { } handle
            && raw.sqlite3_db_filename(handle, "main").utf8_to_string() is { Length: > 0 } file
            && RealPath.Of(file) == path;
    }

    /// <summary>Does work of which nothing remains when it fails, so that the application may go on in its transaction.</summary>
    public void Write(TimeProvider clock, Action<SqliteSession> work)
    {
        long patience = _session.Get("PRAGMA busy_timeout").Scalar() ?? 0;
        raw.sqlite3_busy_timeout(_session.Handle, _connection.DefaultTimeout * 1_000);
        try
        {
            _session.Execute("SAVEPOINT downbeat");
            SchemaRunner.Apply(_session, clock);
            work(_session);
            _session.Execute("RELEASE downbeat");
        }
        catch
        {
            _session.ResetAll();
            _ = raw.sqlite3_exec(_session.Handle, "ROLLBACK TO downbeat; RELEASE downbeat");
            throw;
        }
        finally
        {
            raw.sqlite3_busy_timeout(_session.Handle, (int)patience);
        }
    }

    public void Dispose() => _session.Dispose();
}

using System.Data;
using Microsoft.Data.Sqlite;

namespace Downbeat.App.Django;

/// <summary>django-celery-beat's tables in a SQLite file.</summary>
internal sealed class SqliteDjango(string path) : IDjangoDatabase
{
    public DjangoDialect Dialect => DjangoDialect.Sqlite;

    public override string ToString() => $"sqlite:///{path}";

    public async Task<DjangoSession> OpenToReadAsync(CancellationToken cancellationToken)
    {
        string file = Existing();
        try
        {
            return await OpenToReadAsync(SqliteSnapshot.Of(file), cancellationToken);
        }
        catch (UnavailableException exception) when (MustBeRecovered(exception))
        {
            return await OpenToReadAsync(SqliteSnapshot.OfAbandoned(file), cancellationToken);
        }
    }

    public Task<DjangoSession> OpenToWriteAsync(CancellationToken cancellationToken)
    {
        return OpenAsync(Existing(), SqliteOpenMode.ReadWrite, deferred: false, snapshot: null, cancellationToken);
    }

    // Opening a file that is not there would make an empty one.
    private string Existing()
    {
        return File.Exists(path) ? path : throw new UnavailableException(
            $"there is no file {path}; an absolute path has four slashes: sqlite:////absolute/db.sqlite3", isTransient: false);
    }

    private async Task<DjangoSession> OpenToReadAsync(SqliteSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(snapshot.DataSource, snapshot.Mode, deferred: true, snapshot, cancellationToken);
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    // A crash left a journal, and whoever reads the file has to roll back first: https://www.sqlite.org/rescode.html#readonly_rollback
    private static bool MustBeRecovered(Exception exception)
    {
        return exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_READONLY }
            || (exception.InnerException is { } inner && MustBeRecovered(inner));
    }

    private async Task<DjangoSession> OpenAsync(
        string dataSource, SqliteOpenMode mode, bool deferred, SqliteSnapshot? snapshot, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = dataSource, Mode = mode, Pooling = false, DefaultTimeout = 30 };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            var session = new SqliteDjangoSession(
                connection, connection.BeginTransaction(IsolationLevel.Serializable, deferred), path, snapshot);

            // Nothing is read before the first query; what is no database shows itself here.
            await session.ReadAsync("SELECT count(*) FROM sqlite_schema", cancellationToken);
            return session;
        }
        catch (Exception exception) when (exception is SqliteException or UnavailableException)
        {
            await connection.DisposeAsync();
            throw new UnavailableException($"{path} cannot be opened as a SQLite database: {exception.Message}", exception, isTransient: false);
        }
    }

    private sealed class SqliteDjangoSession(SqliteConnection connection, SqliteTransaction transaction, string path, SqliteSnapshot? snapshot)
        : DjangoSession(connection, transaction)
    {
        public override string Place => path;

        public override string Quote(string table) => $"\"{table}\"";

        public override async Task<IReadOnlySet<string>> ColumnsAsync(string table, CancellationToken cancellationToken)
        {
            List<object?[]> columns = await ReadAsync($"SELECT name FROM pragma_table_info('{table}')", cancellationToken);
            return columns.Select(column => (string)column[0]!).ToHashSet(StringComparer.Ordinal);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            snapshot?.Dispose();
        }
    }
}

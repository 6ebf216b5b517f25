using System.Collections.Concurrent;
using Downbeat.Hosting;

namespace Downbeat.Sqlite.Connections;

/// <summary>The files this process has open, each once.</summary>
internal sealed class SqliteDatabases(TimeProvider clock, SqliteSettings settings) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SqliteDatabase>> _open = new(StringComparer.Ordinal);

    public SqliteDatabase Get(ConnectionUrl url)
    {
        return _open.GetOrAdd(SqliteUrl.ToPath(url), path => new Lazy<SqliteDatabase>(() => new SqliteDatabase(path, clock, settings))).Value;
    }

    public void Dispose()
    {
        foreach (Lazy<SqliteDatabase> database in _open.Values)
        {
            if (database.IsValueCreated)
            {
                database.Value.Dispose();
            }
        }
    }
}

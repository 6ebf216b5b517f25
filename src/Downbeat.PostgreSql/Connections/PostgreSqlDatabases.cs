using System.Collections.Concurrent;
using Downbeat.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.PostgreSql.Connections;

/// <summary>The databases this process uses, each once.</summary>
internal sealed class PostgreSqlDatabases(TimeProvider clock, PostgreSqlSettings settings, ILoggerFactory loggers) : IDisposable, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<PostgreSqlDatabase>> _open = new(StringComparer.Ordinal);

    public PostgreSqlDatabase Get(ConnectionUrl url)
    {
        PostgreSqlUrl parsed = PostgreSqlUrl.Parse(url);
        return _open.GetOrAdd(
            $"{parsed.Settings.ConnectionString};{parsed.Listens};{parsed.Schema}",
            _ => new Lazy<PostgreSqlDatabase>(() => new PostgreSqlDatabase(parsed, clock, settings, loggers))).Value;
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<PostgreSqlDatabase> database in _open.Values)
        {
            if (database.IsValueCreated)
            {
                await database.Value.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}

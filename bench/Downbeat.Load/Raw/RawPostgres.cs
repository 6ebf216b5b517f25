using System.Text;
using Npgsql;

namespace Downbeat.Load.Raw;

/// <summary>A schema of its own, what plain SQL does in it, and what the server counts. It is dropped in the end.</summary>
internal sealed class RawPostgres : IAsyncDisposable
{
    private const string Columns = "queue, priority, state, enqueued_at, task_id, task, headers, properties, content_type, content_encoding, body";

    private readonly NpgsqlDataSource _source;
    private readonly string _schema;

    private RawPostgres(NpgsqlDataSource source, string url, string schema)
    {
        _source = source;
        _schema = schema;
        Url = url;
    }

    public string Url { get; }

    public static async Task<RawPostgres> CreateAsync(string url)
    {
        var uri = new Uri(url);
        string[] user = uri.UserInfo.Split(':');
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port < 0 ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            CommandTimeout = 0,
        };
        string schema = $"load_{Guid.NewGuid():N}"[..20];
        var place = new RawPostgres(NpgsqlDataSource.Create(settings), $"{url.Split('?')[0]}?schema={schema}", schema);
        await using Application application = new(place.Url, worker: false);
        await application.Broker.CheckAsync(CancellationToken.None);
        return place;
    }

    /// <summary>Inserts rows of the same shape as messages, so many a call.</summary>
    public async Task InsertAsync(int calls, int rows)
    {
        byte[] headers = Encoding.UTF8.GetBytes(new string('h', 420));
        byte[] properties = Encoding.UTF8.GetBytes(new string('p', 110));
        byte[] body = Encoding.UTF8.GetBytes(new string('b', 80));
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {_schema}.message ({Columns})
            SELECT 'raw', 0, 0, clock_timestamp(), u.id, 'load.noop', $2, $3, 'application/json', 'utf-8', $4 FROM unnest($1::text[]) u (id)
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [] });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = headers });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = properties });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        await command.PrepareAsync();
        for (int i = 0; i < calls; i++)
        {
            ((NpgsqlParameter<string[]>)command.Parameters[0]).TypedValue = [.. Enumerable.Range(0, rows).Select(_ => Guid.NewGuid().ToString())];
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Fills the tables with finished tasks.</summary>
    public async Task FinishAsync(int tasks)
    {
        await ScalarAsync(
            $"""
            INSERT INTO {_schema}.result (task_id, retries, state, name, worker, queue, value, received_at, started_at, done_at, changed_at, expires_at)
            SELECT gen_random_uuid()::text, 0, 'SUCCESS', 'load.noop', 'worker@history', 'celery', 'null', at, at, at, at, at + interval '365 days'
            FROM (SELECT clock_timestamp() - i * interval '1 second' AS at FROM generate_series(1, {tasks}) i) n
            """);
        await ScalarAsync($"VACUUM ANALYZE {_schema}.result");
    }

    public Task EmptyAsync() => ScalarAsync($"TRUNCATE {_schema}.message");

    /// <summary>Waits until nothing is left to run.</summary>
    public async Task RestAsync()
    {
        while ((bool)(await ScalarAsync($"SELECT EXISTS (SELECT FROM {_schema}.message)"))!)
        {
            await Task.Delay(20);
        }
    }

    /// <summary>How many transactions the database has committed that wrote something.</summary>
    public async Task<long> CommitsAsync() => (long)(await ScalarAsync("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"))!;

    /// <summary>How many statements have used the schema; null when the server does not count them.</summary>
    public async Task<double?> StatementsAsync()
    {
        try
        {
            return (double)(await ScalarAsync($"SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements WHERE query LIKE '%{_schema}%' AND query NOT LIKE '%pg_stat%'"))!;
        }
        catch (PostgresException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ScalarAsync($"DROP SCHEMA {_schema} CASCADE");
        await _source.DisposeAsync();
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

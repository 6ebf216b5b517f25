using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.Benchmarks.Beat;

/// <summary>A schema of its own on a PostgreSQL server, with periodic tasks, dropped in the end.</summary>
internal sealed class LoadSchema : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;

    private LoadSchema(string url, string schema)
    {
        var uri = new Uri(url);
        string[] user = uri.UserInfo.Split(':');
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = uri.AbsolutePath.TrimStart('/'),
            CommandTimeout = 0,
        });
        _schema = schema;
        Url = $"{url.Split('?')[0]}?schema={schema}";
    }

    public string Url { get; }

    /// <summary>Makes tasks that are due one after the other, evenly spread, in an order that has little to do with that of the rows.</summary>
    /// <param name="url">The database.</param>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="every">How often each of them fires.</param>
    /// <param name="firstAt">When the first one fires.</param>
    /// <param name="spread">How long after the first one the last one fires.</param>
    public static async Task<LoadSchema> CreateAsync(string url, int tasks, TimeSpan every, DateTimeOffset firstAt, TimeSpan spread)
    {
        var place = new LoadSchema(url, $"beat_{Guid.NewGuid():N}"[..20]);
        await using (var host = new LoadHost(place.Url))
        {
            await host.StartAsync();
        }

        await place.AddAsync(tasks, every, firstAt, spread, "task");
        await place.ExecuteAsync($"VACUUM ANALYZE {place._schema}.periodic_task");
        return place;
    }

    public async Task AddAsync(int tasks, TimeSpan every, DateTimeOffset firstAt, TimeSpan spread, string name)
    {
        var task = new PeriodicTask(name, "reports.build") { Schedule = Schedule.Every(every), CatchUp = CatchUp.All };
        PeriodicTaskRow row = PeriodicTaskPlanner.Create(task, Guid.NewGuid(), PeriodicTaskAuthor.Api, firstAt - every);
        await using NpgsqlCommand command = _source.CreateCommand(
            $"""
            INSERT INTO {_schema}.periodic_task (name, task, schedule, args, catch_up, anchor, last_nominal_at, next_nominal_at, next_run_at)
            SELECT $1 || ' ' || i, $2, $3, '[' || i || ', "north"]', $4, at - $5, at - $5, at, at
            FROM (SELECT i, $6 + $7 * ((i::bigint * 7919 % $8) / $8::float8) AS at FROM generate_series(0, $8 - 1) i) n
            """);
        foreach (object value in (object[])[name, row.Task, row.Schedule, row.CatchUp, every, firstAt.ToUniversalTime(), spread, tasks])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
        await _source.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Data.Common;
using Downbeat.ComplianceTests;
using Downbeat.PostgreSql.Connections;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Downbeat.PostgreSql.Tests;

/// <summary>A schema of its own, opened by as many processes as one likes: each has its own connections, as if it were one. Its clock is moved by hand.</summary>
internal sealed class PostgreSqlFixture : IComplianceFixture
{
    private readonly List<ServiceProvider> _open = [];
    private readonly List<NpgsqlConnection> _connections = [];
    private readonly string _clock;

    /// <param name="database">Part of the name of a database beside the usual one; null for the usual one.</param>
    /// <param name="isSplit">Whether results and the schedule have schemas of their own, beside the one of the messages.</param>
    /// <param name="parameters">What else the URLs say.</param>
    public PostgreSqlFixture(string? database = null, bool isSplit = false, string parameters = "")
    {
        Database = TestServer.Database(database);
        string name = Guid.NewGuid().ToString("N")[..12];
        Schema = $"t_{name}";
        _clock = $"clock_{name}";
        Url = TestServer.Url(Database, Schema, parameters);
        Schemas = isSplit ? [Schema, $"{Schema}_results", $"{Schema}_schedule"] : [Schema];
        Execute($"""
            CREATE SCHEMA {_clock};
            CREATE TABLE {_clock}.clock (at timestamptz NOT NULL);
            INSERT INTO {_clock}.clock VALUES ('{Clock.GetUtcNow():O}');
            CREATE FUNCTION {_clock}.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT at FROM {_clock}.clock';
            """);
        Settings = new PostgreSqlSettings { Clock = $"{_clock}.now()" };
    }

    public string Database { get; }

    public string Schema { get; }

    public string Url { get; }

    public SettableClock Clock { get; } = new();

    public PostgreSqlSettings Settings { get; set; }

    public DateTimeOffset Now => Instants.Round(Clock.GetUtcNow());

    private string[] Schemas { get; }

    /// <summary>One whose processes use it as if it stood behind a pooler in transaction mode.</summary>
    public static PostgreSqlFixture BehindPooler()
    {
        var fixture = new PostgreSqlFixture(parameters: "&prepare=false&listen=false");
        fixture.Settings = fixture.Settings with { PollInterval = TimeSpan.FromMilliseconds(50) };
        return fixture;
    }

    public ValueTask AdvanceAsync(TimeSpan time)
    {
        SetClock(Clock.GetUtcNow() + time);
        Clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TrySetClockAsync(DateTimeOffset now)
    {
        SetClock(now);
        Clock.Set(now);
        return new(true);
    }

    public IServiceProvider Open() => OpenAs(Url);

    /// <summary>Opens the schema as one more process, by a URL of one's choice.</summary>
    public ServiceProvider OpenAs(string url)
    {
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Settings)
            .AddDownbeat(downbeat => _ = Schemas.Length > 1
                ? downbeat.UsePostgreSql(TestServer.Url(Database, Schemas[2])).UsePostgreSqlResults(TestServer.Url(Database, Schemas[1])).UsePostgreSqlBroker(url)
                : downbeat.UsePostgreSql(url)).Services
            .BuildServiceProvider();
        _open.Add(services);
        return services;
    }

    public async ValueTask<DbTransaction?> BeginAsync()
    {
        NpgsqlConnection connection = TestServer.Connect(Database);
        _connections.Add(connection);
        return await connection.BeginTransactionAsync();
    }

    public ValueTask<bool> TrySpoilAsync(string taskId)
    {
        Execute($"UPDATE {Schema}.message SET headers = '{{\"task\": 1' WHERE task_id = '{taskId}'");
        return new(true);
    }

    /// <summary>Runs a statement as somebody else would.</summary>
    public object? Execute(string sql) => TestServer.Execute(Database, sql);

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlConnection connection in _connections)
        {
            await connection.DisposeAsync();
        }

        foreach (ServiceProvider services in _open)
        {
            await services.DisposeAsync();
        }

        foreach (string schema in Schemas.Append(_clock))
        {
            Execute($"DROP SCHEMA IF EXISTS {schema} CASCADE");
        }
    }

    private void SetClock(DateTimeOffset now) => Execute($"UPDATE {_clock}.clock SET at = '{now.UtcDateTime:O}'");
}

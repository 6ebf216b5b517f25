using System.Data.Common;
using Downbeat.ComplianceTests;
using Downbeat.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Sqlite.Tests;

/// <summary>A file in a folder of its own, opened by as many processes as one likes: each has its own connections, as if it were one.</summary>
internal sealed class SqliteFixture : IComplianceFixture
{
    private readonly List<ServiceProvider> _open = [];
    private readonly List<SqliteConnection> _connections = [];

    public TempFolder Folder { get; } = new();

    public string File => Folder.File("test.db");

    public SettableClock Clock { get; } = new();

    public DateTimeOffset Now => Instants.Round(Clock.GetUtcNow());

    /// <summary>How long the processes that are opened wait for a file that is locked.</summary>
    public SqliteSettings Settings { get; set; } = new();

    public ValueTask AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TrySetClockAsync(DateTimeOffset now)
    {
        Clock.Set(now);
        return new(true);
    }

    public IServiceProvider Open() => Open(File);

    public ServiceProvider Open(string file)
    {
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Settings)
            .AddDownbeat(downbeat => downbeat.UseSqlite(file)).Services
            .BuildServiceProvider();
        _open.Add(services);
        return services;
    }

    public ValueTask<DbTransaction?> BeginAsync() => new(Connect().BeginTransaction());

    public ValueTask<bool> TrySpoilAsync(string taskId)
    {
        Execute("UPDATE downbeat_message SET headers = '{\"task\": 1' WHERE task_id = $id", ("$id", taskId));
        return new(true);
    }

    /// <summary>A connection of an application's own.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = 30 }.ToString());
        connection.Open();
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Runs a statement as somebody else would.</summary>
    public object? Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False;Default Timeout=30");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider services in _open)
        {
            await services.DisposeAsync();
        }

        foreach (SqliteConnection connection in _connections)
        {
            SqliteConnection.ClearPool(connection);
            await connection.DisposeAsync();
        }

        Folder.Dispose();
    }
}

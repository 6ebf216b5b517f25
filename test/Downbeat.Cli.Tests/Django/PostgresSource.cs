using System.Data.Common;
using Npgsql;

namespace Downbeat.Cli.Tests.Django;

/// <summary>A database of a test's own on the server that <c>DOWNBEAT_TEST_POSTGRES</c> names, a URL.</summary>
internal sealed class PostgresSource : DjangoSource
{
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly string _database = $"django_{Guid.NewGuid():N}";

    private PostgresSource(Uri server)
    {
        string[] user = server.UserInfo.Split(':', 2);
        _server = new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port > 0 ? server.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(server.AbsolutePath.Trim('/')) is { Length: > 0 } name ? name : "postgres",
            Pooling = false,
        };
        Url = $"postgresql://{(server.UserInfo.Length == 0 ? "" : server.UserInfo + "@")}{server.Host}:{_server.Port}/{_database}";
    }

    public override string Url { get; }

    /// <summary>Skips the test, visibly, where there is no server; a run of CI must have one.</summary>
    public static async Task<PostgresSource> CreateAsync()
    {
        string? url = Environment.GetEnvironmentVariable("DOWNBEAT_TEST_POSTGRES");
        if (string.IsNullOrEmpty(url))
        {
            const string Reason = "DOWNBEAT_TEST_POSTGRES names no PostgreSQL server: postgresql://user:password@host:port/database";
            Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", Reason);
            Assert.Skip(Reason);
        }

        var source = new PostgresSource(new Uri(url));
        await source.OnServerAsync($"CREATE DATABASE {source._database}");
        await source.ExecuteAsync(Data("postgresql.sql"));
        return source;
    }

    public override async ValueTask DisposeAsync() => await OnServerAsync($"DROP DATABASE {_database} WITH (FORCE)");

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server.ToString()) { Database = _database }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    protected override string Flag(bool value) => value ? "true" : "false";

    protected override string Instant(string text) => text + "+00";

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

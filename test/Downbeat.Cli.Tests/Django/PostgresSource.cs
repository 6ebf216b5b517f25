using System.Data.Common;
using Npgsql;

namespace Downbeat.Cli.Tests.Django;

/// <summary>A database of a test's own on the server that <c>DOWNBEAT_TEST_POSTGRES</c> names, a URL.</summary>
internal sealed class PostgresSource : DjangoSource
{
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly string _database = $"django_{Guid.NewGuid():N}";

    private PostgresSource(string server)
    {
        _server = server.Contains("://", StringComparison.Ordinal) ? OfUrl(new Uri(server)) : new NpgsqlConnectionStringBuilder(server);
        _server.Pooling = false;
        Url = UrlOf(_server.Username, _server.Password);
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

        var source = new PostgresSource(url);
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

    /// <summary>The URL for somebody else.</summary>
    public string UrlOf(string? user, string? password)
    {
        string who = user is null ? "" : $"{Uri.EscapeDataString(user)}{(password is null ? "" : $":{Uri.EscapeDataString(password)}")}@";
        return _server.Host!.StartsWith('/')
            ? $"postgresql://{who}localhost:{_server.Port}/{_database}?host={Uri.EscapeDataString(_server.Host)}"
            : $"postgresql://{who}{_server.Host}:{_server.Port}/{_database}";
    }

    private static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        string[] user = url.UserInfo.Split(':', 2);
        string? folder = url.Query.TrimStart('?').Split('&').FirstOrDefault(pair => pair.StartsWith("host=", StringComparison.Ordinal))?["host=".Length..];
        return new NpgsqlConnectionStringBuilder
        {
            Host = folder is null ? url.Host : Uri.UnescapeDataString(folder),
            Port = url.Port > 0 ? url.Port : 5432,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/')) is { Length: > 0 } name ? name : "postgres",
        };
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Collections.Concurrent;
using Downbeat.Hosting;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Tests;

/// <summary>The server of the tests, as <c>eng/test.sh</c> starts it or as <c>DOWNBEAT_TEST_POSTGRES</c> names it.</summary>
internal static class TestServer
{
    public const string Variable = "DOWNBEAT_TEST_POSTGRES";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Databases = new(StringComparer.Ordinal);

    /// <summary>Where it is. Without one the test is skipped, and says so; where all tests must run it fails.</summary>
    public static NpgsqlConnectionStringBuilder Settings
    {
        get
        {
            string? url = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(url))
            {
                string missing = $"{Variable} names no PostgreSQL server; run the tests by eng/test.sh, or set it to postgresql://user@host:port/database";
                Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
                Assert.Fail(missing);
            }

            return new NpgsqlConnectionStringBuilder(PostgreSqlUrl.Parse(ConnectionUrl.Parse(Variable, url!)).Settings.ConnectionString)
            {
                Pooling = false,
                MaxAutoPrepare = 0,
            };
        }
    }

    /// <summary>The URL of a schema in a database.</summary>
    public static string Url(string database, string schema, string parameters = "")
    {
        NpgsqlConnectionStringBuilder settings = Settings;
        string password = string.IsNullOrEmpty(settings.Password) ? "" : ":" + Uri.EscapeDataString(settings.Password);
        return $"postgresql://{Uri.EscapeDataString(settings.Username!)}{password}@{settings.Host}:{settings.Port}/{database}?schema={schema}{parameters}";
    }

    /// <summary>A database beside the one that was named, made when it is needed first: what others do in it never gets into the way.</summary>
    public static string Database(string? suffix)
    {
        string main = Settings.Database!;
        return suffix is null ? main : Databases.GetOrAdd($"{main}_{suffix}", name => new Lazy<string>(() => Create(name))).Value;
    }

    public static NpgsqlConnection Connect(string database)
    {
        NpgsqlConnectionStringBuilder settings = Settings;
        settings.Database = database;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Open();
        return connection;
    }

    public static object? Execute(string database, string sql)
    {
        using NpgsqlConnection connection = Connect(database);
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static string Create(string name)
    {
        try
        {
            Execute(Settings.Database!, $"CREATE DATABASE {Sql.Quote(name)}");
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another run made it.
        }

        return name;
    }
}

using Microsoft.Data.Sqlite;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Uses a store behind its back, as somebody with a SQL shell does.</summary>
internal static class Sql
{
    public static async Task RunAsync(string file, string sql) => await ReadAsync(file, sql);

    /// <returns>The first column of the first row.</returns>
    public static async Task<object?> ReadAsync(string file, string sql)
    {
        await using SqliteConnection connection = await OpenAsync(file);
        await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=30");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}

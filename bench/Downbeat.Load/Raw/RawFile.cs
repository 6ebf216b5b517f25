using Downbeat.Hosting;
using Microsoft.Data.Sqlite;

namespace Downbeat.Load.Raw;

/// <summary>A file with Downbeat's own tables and indexes, used without Downbeat.</summary>
internal sealed class RawFile : IDisposable
{
    private RawFile(SqliteConnection connection)
    {
        Connection = connection;
    }

    public SqliteConnection Connection { get; }

    /// <summary>Lets Downbeat make its tables.</summary>
    public static async Task CreateAsync(string file)
    {
        await using var application = new Application(file, worker: false);
        foreach (ISchema schema in application.Services.GetRequiredService<SchemaSet>().Schemas)
        {
            await schema.MigrateAsync(CancellationToken.None);
        }
    }

    public static RawFile Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        var raw = new RawFile(connection);
        raw.Execute("PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768");
        return raw;
    }

    /// <summary>Whether a commit waits for the disk.</summary>
    public void SetPowerSafe(bool isPowerSafe) => Execute($"PRAGMA synchronous = {(isPowerSafe ? "FULL" : "NORMAL")}");

    public void Execute(string sql)
    {
        using SqliteCommand command = Prepare(sql, 0);
        command.ExecuteNonQuery();
    }

    public long Scalar(string sql)
    {
        using SqliteCommand command = Prepare(sql, 0);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A command with parameters <c>$0</c>, <c>$1</c> and so on.</summary>
    public SqliteCommand Prepare(string sql, int parameters)
    {
        SqliteCommand command = Connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand in this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }

    public void Dispose() => Connection.Dispose();
}

using Microsoft.Data.Sqlite;

namespace Downbeat.Worker.Tests.Support;

/// <summary>A SQLite file that is gone after the test.</summary>
internal sealed class TempFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("downbeat-worker-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "test.db");

    public string Other => System.IO.Path.Combine(_folder.FullName, "other.db");

    /// <summary>Looks into the file itself.</summary>
    public long Count(string sql)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = Command(connection, sql);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Changes the file itself.</summary>
    public void Execute(string sql)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = Command(connection, $"BEGIN IMMEDIATE; {sql}; COMMIT");
        command.ExecuteNonQuery();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}

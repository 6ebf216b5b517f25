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
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

using Microsoft.Data.Sqlite;

namespace Downbeat.App.Django;

/// <summary>
/// A SQLite file as it can be read without leaving a trace: neither the file nor what lies beside it is changed, and nothing is put there.
/// </summary>
internal sealed class SqliteSnapshot : IDisposable
{
    // The header says which journal it keeps: https://www.sqlite.org/fileformat.html#file_format_version_numbers
    private const int ReadVersionAt = 19;
    private const int WriteAheadLog = 2;

    private readonly string? _copy;

    private SqliteSnapshot(string dataSource, string? copy)
    {
        DataSource = dataSource;
        _copy = copy;
    }

    public string DataSource { get; }

    /// <summary>A copy may be recovered as SQLite likes; the file itself is only read.</summary>
    public SqliteOpenMode Mode => _copy is null ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite;

    public static SqliteSnapshot Of(string path)
    {
        if (!HasWriteAheadLog(path) || File.Exists(path + "-shm"))
        {
            // A plain reader only locks; where somebody has the log open, its index is there to be shared.
            return new SqliteSnapshot(path, copy: null);
        }

        // Nobody has it open. What was written last may be only in the log; reading that would make an index beside it.
        return new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } ? OfAbandoned(path) : new SqliteSnapshot(Immutable(path), copy: null);
    }

    public void Dispose()
    {
        if (_copy is not null)
        {
            Directory.Delete(_copy, recursive: true);
        }
    }

    /// <summary>A copy of a file that nobody has open, and of the journal or log a crash left beside it: reading it means recovering it.</summary>
    public static SqliteSnapshot OfAbandoned(string path)
    {
        string folder = Directory.CreateTempSubdirectory("downbeat-import-").FullName;
        string copy = Path.Combine(folder, "db.sqlite3");
        foreach (string ending in (ReadOnlySpan<string>)["", "-journal", "-wal"])
        {
            if (File.Exists(path + ending))
            {
                File.Copy(path + ending, copy + ending);
            }
        }

        return new SqliteSnapshot(copy, folder);
    }

    private static string Immutable(string path)
    {
        string escaped = path.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        return $"file:{escaped}?immutable=1";
    }

    private static bool HasWriteAheadLog(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[ReadVersionAt + 1];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header[ReadVersionAt] == WriteAheadLog;
    }
}

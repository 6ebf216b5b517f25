using Microsoft.Data.Sqlite;

namespace Downbeat.Load;

/// <summary>The folder of one run.</summary>
internal sealed class Place : IDisposable
{
    private readonly bool _isOurs;
    private int _files;

    public Place(Options options)
    {
        // Not the folder of temporary files: that one is in memory on some machines, which would make every figure too good.
        _isOurs = options.Folder is null;
        Folder = Path.GetFullPath(options.Folder ?? $"load-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>A file that is not there yet.</summary>
    public string New(string name) => Path.Combine(Folder, $"{name}-{++_files}.db");

    public static void Delete(string file)
    {
        SqliteConnection.ClearAllPools();
        foreach (string part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(file + part);
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (_isOurs)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

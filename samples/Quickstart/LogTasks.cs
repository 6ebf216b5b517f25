namespace Quickstart;

/// <summary>A crontab: what has been written to a log file since the last time.</summary>
public sealed partial class LogTasks(LogPosition position)
{
    /// <summary>Counts the new lines of this program's own log by their level.</summary>
    [BackgroundTask("quickstart.log_digest")]
    [Periodic("* * * * *", TimeZone = "Europe/Berlin", Name = "log digest")]
    public async Task<LogDigest> DigestAsync(string path = "quickstart.log", CancellationToken cancellationToken = default)
    {
        long from = position.Of(path);
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(from, file.Length);
        using var reader = new StreamReader(file);
        string[] lines = (await reader.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        position.Set(path, file.Length);
        return new LogDigest(lines.Length, lines.Count(line => line.Contains(" Warning ")), lines.Count(line => line.Contains(" Error ")));
    }
}

/// <summary>How far a log file has been read, kept between runs of the program.</summary>
public sealed class LogPosition
{
    private readonly Lock _lock = new();

    /// <summary>Where to go on.</summary>
    public long Of(string path)
    {
        lock (_lock)
        {
            return File.Exists(path + ".position") && long.TryParse(File.ReadAllText(path + ".position"), out long at) ? at : 0;
        }
    }

    /// <summary>Remembers where to go on.</summary>
    public void Set(string path, long position)
    {
        lock (_lock)
        {
            File.WriteAllText(path + ".position", $"{position}");
        }
    }
}

/// <summary>What is new in a log file.</summary>
public sealed record LogDigest(int Lines, int Warnings, int Errors);

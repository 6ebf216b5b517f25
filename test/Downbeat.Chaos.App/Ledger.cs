namespace Downbeat.Chaos.App;

/// <summary>
/// What really happened, told by those who did it: a line for each event, appended with one write to a file of this process alone. A process that
/// is killed loses nothing it has written.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;

    private Ledger(string folder)
    {
        Folder = folder;
        string path = Path.Combine(folder, $"{Environment.ProcessId}-{Guid.NewGuid():N}.ledger");
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Where the ledgers of all processes are.</summary>
    public string Folder { get; }

    /// <summary>Opens this process's ledger.</summary>
    public static Ledger Open(string? folder)
    {
        return new Ledger(folder ?? throw new InvalidValueException("CHAOS_FOLDER", folder, "the folder of the ledgers"));
    }

    /// <summary>Appends a line: what happened, to which task, in which attempt, in which process.</summary>
    public void Write(string what, string task, string taskId, int attempt)
    {
        byte[] line = System.Text.Encoding.UTF8.GetBytes($"{what}\t{task}\t{taskId}\t{attempt}\t{Environment.ProcessId}\n");
        lock (_lock)
        {
            _file.Write(line);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}

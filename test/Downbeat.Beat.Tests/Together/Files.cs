namespace Downbeat.Beat.Tests.Together;

/// <summary>A folder with SQLite files, deleted in the end.</summary>
internal sealed class Files : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("downbeat-beat").FullName;

    /// <param name="hasOwnBroker">Whether the broker has a file of its own, so that fires go through the outbox.</param>
    public Files(bool hasOwnBroker = false)
    {
        Store = Path.Combine(_folder, "store.db");
        Broker = hasOwnBroker ? Path.Combine(_folder, "broker.db") : Store;
    }

    public string Store { get; }

    public string Broker { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

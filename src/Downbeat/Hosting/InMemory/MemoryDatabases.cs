namespace Downbeat.Hosting.InMemory;

/// <summary>
/// The memories an application uses, each once. The one without a name is the application's own; one with a name is shared by all applications of
/// the process, and is forgotten when the last of them ends.
/// </summary>
/// <param name="clock">The clock of the memories that this application is the first to use.</param>
internal sealed class MemoryDatabases(TimeProvider clock) : IDisposable
{
    public const string Scheme = "memory";

    private static readonly Dictionary<string, Shared> SharedByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryDatabase> _used = new(StringComparer.Ordinal);
    private bool _isDisposed;

    public MemoryDatabase Get(ConnectionUrl url)
    {
        string name = url.Rest.Trim('/');
        lock (SharedByName)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_used.TryGetValue(name, out MemoryDatabase? database))
            {
                database = name.Length == 0 ? New(name) : Share(name);
                _used.Add(name, database);
            }

            return database;
        }
    }

    public void Dispose()
    {
        lock (SharedByName)
        {
            foreach (string name in _isDisposed ? [] : _used.Keys.Where(static name => name.Length > 0))
            {
                if (--SharedByName[name].Users == 0)
                {
                    SharedByName.Remove(name);
                }
            }

            _isDisposed = true;
        }
    }

    private MemoryDatabase Share(string name)
    {
        if (!SharedByName.TryGetValue(name, out Shared? shared))
        {
            SharedByName.Add(name, shared = new Shared(New(name)));
        }

        shared.Users++;
        return shared.Database;
    }

    private MemoryDatabase New(string name) => new($"{Scheme}://{name}", clock);

    private sealed class Shared(MemoryDatabase database)
    {
        public MemoryDatabase Database { get; } = database;

        public int Users { get; set; }
    }
}

using System.Collections.Concurrent;

namespace Downbeat.Hosting.InMemory;

/// <summary>The memories of an application, each once.</summary>
internal sealed class MemoryDatabases(TimeProvider clock)
{
    public const string Scheme = "memory";

    private readonly ConcurrentDictionary<string, MemoryDatabase> _open = new(StringComparer.Ordinal);

    public MemoryDatabase Get(ConnectionUrl url)
    {
        string name = url.Rest.Trim('/');
        return _open.GetOrAdd($"{Scheme}://{name}", static (identity, time) => new MemoryDatabase(identity, time), clock);
    }
}

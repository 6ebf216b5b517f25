using System.Collections.Concurrent;

namespace Downbeat.PostgreSql.Retention;

/// <summary>How many rows this process has deleted of each table since their space was last given back.</summary>
internal sealed class Deletions
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string table, long count)
    {
        if (count > 0)
        {
            _counts.AddOrUpdate(table, count, (_, before) => before + count);
        }
    }

    public IReadOnlyDictionary<string, long> Read() => new Dictionary<string, long>(_counts, StringComparer.Ordinal);

    public void Forget(string table) => _counts.TryRemove(table, out _);
}

using Downbeat.ResultBackends.InMemory;

namespace Downbeat.Retention.InMemory;

/// <summary>Which policy the results' expiries follow, and how far a new one has come. Used under the memory's lock.</summary>
internal sealed class MemoryPolicy
{
    private string? _applied;
    private string? _underWay;
    private long _cursor;

    public bool IsApplied(RetentionPolicy policy) => _applied == policy.Describe();

    /// <returns>Whether there are more results to look at.</returns>
    public bool ApplySome(RetentionPolicy policy, MemoryResultTable results, int max)
    {
        string words = policy.Describe();
        if (_applied == words)
        {
            return false;
        }

        if (_underWay != words)
        {
            _applied = null;
            _underWay = words;
            _cursor = 0;
        }

        MemoryResult[] rows = [.. results.OldestFirst.SkipWhile(row => row.Sequence <= _cursor).Take(max)];
        foreach (MemoryResult row in rows)
        {
            row.Result = row.Result with { ExpiresAt = MemoryResultTargets.Expiry(row, policy) };
            _cursor = row.Sequence;
        }

        if (rows.Length == max)
        {
            return true;
        }

        _applied = words;
        _underWay = null;
        return false;
    }
}

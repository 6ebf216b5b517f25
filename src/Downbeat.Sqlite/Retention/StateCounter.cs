using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Counts rows by state.</summary>
internal sealed class StateCounter
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public bool IsEmpty => _counts.Count == 0;

    /// <summary>Counts a row whose first column is the state.</summary>
    public void Add(Statement row)
    {
        // The usual states need no text of their own for each of a million rows.
        ReadOnlySpan<byte> state = row.Bytes(0);
        Add(state.SequenceEqual("SUCCESS"u8) ? "SUCCESS" : state.SequenceEqual("FAILURE"u8) ? "FAILURE" : row.Text(0), 1);
    }

    public void Add(string state, long count) => _counts[state] = _counts.GetValueOrDefault(state) + count;

    public RetentionCount ToCount() => _counts.Count == 0 ? RetentionCount.None : new RetentionCount(_counts.Values.Sum(), _counts);
}

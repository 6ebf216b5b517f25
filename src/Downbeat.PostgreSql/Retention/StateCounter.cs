using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;
using Npgsql;

namespace Downbeat.PostgreSql.Retention;

/// <summary>Counts rows by state.</summary>
internal sealed class StateCounter
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public bool IsEmpty => _counts.Count == 0;

    public void Add(string state, long count) => _counts[state] = _counts.GetValueOrDefault(state) + count;

    public RetentionCount ToCount() => _counts.Count == 0 ? RetentionCount.None : new RetentionCount(_counts.Values.Sum(), _counts);

    /// <summary>Counts rows that tell a state and how often there is one.</summary>
    public static async ValueTask<RetentionCount> CountAsync(NpgsqlDataReader rows)
    {
        var states = new StateCounter();
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            states.Add(rows.Text(0), rows.Long(1));
        }

        return states.ToCount();
    }
}

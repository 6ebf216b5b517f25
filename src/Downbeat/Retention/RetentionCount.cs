namespace Downbeat.Retention;

/// <summary>So many rows, by state where they have one.</summary>
/// <param name="Total">How many.</param>
/// <param name="ByState">How many in each state; empty for rows without one.</param>
public sealed record RetentionCount(long Total, IReadOnlyDictionary<string, long> ByState)
{
    /// <summary>No rows.</summary>
    public static RetentionCount None { get; } = new(0, new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>Whether there are none.</summary>
    public bool IsNone => Total == 0;

    /// <summary>So many rows without a state.</summary>
    /// <param name="total">How many.</param>
    public static RetentionCount Of(long total) => total == 0 ? None : None with { Total = total };

    /// <summary>Adds two counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static RetentionCount operator +(RetentionCount left, RetentionCount right)
    {
        var states = new Dictionary<string, long>(left.ByState, StringComparer.Ordinal);
        foreach ((string state, long count) in right.ByState)
        {
            states[state] = states.GetValueOrDefault(state) + count;
        }

        return new RetentionCount(left.Total + right.Total, states);
    }
}

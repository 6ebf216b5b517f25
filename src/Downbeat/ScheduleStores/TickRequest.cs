using System.Data.Common;
using Downbeat.Brokers;

namespace Downbeat.ScheduleStores;

/// <summary>What a tick claims and how it decides.</summary>
/// <param name="Max">At most so many rows.</param>
/// <param name="Decide">
/// Decides about one row; pure and quick, because it is called within the transaction. When it throws, the tick fails and nothing is written.
/// </param>
public sealed record TickRequest(int Max, Func<PeriodicTaskRow, TickContext, TickDecision> Decide)
{
    /// <summary>
    /// Publishes messages within the tick's transaction, when the broker lives in the same database: their fires are then published, not pending.
    /// Null otherwise.
    /// </summary>
    public Func<IReadOnlyList<BrokerMessage>, DbTransaction, CancellationToken, ValueTask>? Publish { get; init; }
}

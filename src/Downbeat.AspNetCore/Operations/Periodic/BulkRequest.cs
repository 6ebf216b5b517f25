using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>Something to be done with many periodic tasks.</summary>
/// <param name="Action">What.</param>
internal sealed record BulkRequest(BulkAction Action)
{
    /// <summary>With these; null: with all that match the query.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>With all that match; its page does not matter.</summary>
    public PeriodicTaskQuery Query { get; init; } = new();

    /// <summary>How many there were when it was confirmed; if there are others now, nothing is done. Null: however many.</summary>
    public int? Expected { get; init; }

    /// <summary>The reason, the tag, the queue: whatever the action needs.</summary>
    public string? Value { get; init; }
}

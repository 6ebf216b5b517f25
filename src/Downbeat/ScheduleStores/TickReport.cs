namespace Downbeat.ScheduleStores;

/// <summary>What a tick did.</summary>
/// <param name="Now">The time by the store's clock.</param>
/// <param name="Claimed">How many rows it claimed.</param>
/// <param name="Published">How many fires it wrote and published in its transaction.</param>
/// <param name="Pending">How many fires it wrote that still have to be published.</param>
/// <param name="Skipped">How many occurrences it skipped.</param>
/// <param name="Quarantined">The rows it quarantined, and why.</param>
/// <param name="NextRun">When the next row is due; null when none is planned.</param>
public sealed record TickReport(
    DateTimeOffset Now,
    int Claimed,
    int Published,
    int Pending,
    long Skipped,
    IReadOnlyList<QuarantinedRow> Quarantined,
    DateTimeOffset? NextRun)
{
    /// <summary>How late each fire was, in the order they were written.</summary>
    public IReadOnlyList<TimeSpan> Lateness { get; init; } = [];
}

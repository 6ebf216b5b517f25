namespace Downbeat.ScheduleStores;

/// <summary>What a tick does with a row: the fires it writes and how the row advances.</summary>
public sealed record TickDecision
{
    /// <summary>The fires, the skipped ones included, oldest first.</summary>
    public IReadOnlyList<Fire> Fires { get; init; } = [];

    /// <summary>Where an interval's grid starts, from now on.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>Occurrences at or before this are settled from now on.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>The next occurrence; null for none.</summary>
    public DateTimeOffset? NextNominal { get; init; }

    /// <summary>When it is due; null for none.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>When a fire was last sent by schedule; null to leave it as it is.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>How many fires were sent by schedule.</summary>
    public int Runs { get; init; }

    /// <summary>The task id of the newest of them; null to leave it as it is.</summary>
    public string? LastTaskId { get; init; }

    /// <summary>Until when an unknown fate of that run blocks the next; null when overlap does not matter.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    /// <summary>Why the row is disabled from now on; null to leave it enabled.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Why the row is quarantined from now on; null when it is not. Everything else then stays as it is.</summary>
    public string? Error { get; init; }
}

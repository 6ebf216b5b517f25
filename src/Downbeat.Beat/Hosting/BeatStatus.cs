using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Hosting;

/// <summary>How this process's beat is doing.</summary>
public sealed record BeatStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it started; null when it is not active in this process.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Its last tick, by this process's clock; null before the first.</summary>
    public DateTimeOffset? TickedAt { get; init; }

    /// <summary>How many ticks it has done; looks that find nothing due count too.</summary>
    public long Ticks { get; init; }

    /// <summary>How many fires it has written.</summary>
    public long Fires { get; init; }

    /// <summary>How many occurrences it has skipped.</summary>
    public long Skipped { get; init; }

    /// <summary>How many rows it has quarantined.</summary>
    public long Quarantined { get; init; }

    /// <summary>The worst lateness of a fire in the last minute.</summary>
    public TimeSpan WorstLateness { get; init; }

    /// <summary>The outbox when it was looked at last; null before.</summary>
    public OutboxState? Outbox { get; init; }

    /// <summary>The schedule store.</summary>
    public BeatPart Store { get; init; } = BeatPart.Unused;

    /// <summary>The broker, as the relay sees it.</summary>
    public BeatPart Broker { get; init; } = BeatPart.Unused;

    /// <summary>The result backend.</summary>
    public BeatPart Results { get; init; } = BeatPart.Unused;
}

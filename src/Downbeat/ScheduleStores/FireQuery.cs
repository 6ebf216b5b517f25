using Downbeat.Paging;

namespace Downbeat.ScheduleStores;

/// <summary>Which fires are wanted, newest first. What is null does not narrow.</summary>
public sealed record FireQuery
{
    /// <summary>Those of this periodic task.</summary>
    public Guid? PeriodicTaskId { get; init; }

    /// <summary>Those with this outcome.</summary>
    public FireOutcome? Outcome { get; init; }

    /// <summary>Which part of the list.</summary>
    public PageRequest Page { get; init; } = PageRequest.First;
}

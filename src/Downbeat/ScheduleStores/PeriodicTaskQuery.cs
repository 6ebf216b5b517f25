using Downbeat.Paging;

namespace Downbeat.ScheduleStores;

/// <summary>Which periodic tasks are wanted, by name. What is null does not narrow.</summary>
public sealed record PeriodicTaskQuery
{
    /// <summary>Those whose name, task or description contains this.</summary>
    public string? Search { get; init; }

    /// <summary>Those that are enabled, or those that are not.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Those that send this task.</summary>
    public string? Task { get; init; }

    /// <summary>Those of this application.</summary>
    public string? Application { get; init; }

    /// <summary>Those with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Those that are quarantined, or those that are not.</summary>
    public bool? Quarantined { get; init; }

    /// <summary>Which part of the list.</summary>
    public PageRequest Page { get; init; } = PageRequest.First;
}

using Downbeat.Paging;

namespace Downbeat.ScheduleStores;

/// <summary>Which periodic tasks are wanted. What is null does not narrow.</summary>
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

    /// <summary>Those with this kind of schedule, as its text says; whether the text parses does not matter.</summary>
    public ScheduleKind? Kind { get; init; }

    /// <summary>Those that name this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Those whose last run was last heard of in this state.</summary>
    public string? LastOutcome { get; init; }

    /// <summary>Those that came this way: <c>admin</c>, <c>api</c>, <c>cli</c>, <c>code</c>, <c>import</c> or <c>built-in</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>How they are ordered; default by name.</summary>
    public PeriodicTaskOrder Order { get; init; }

    /// <summary>Which part of the list.</summary>
    public PageRequest Page { get; init; } = PageRequest.First;
}

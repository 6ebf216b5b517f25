namespace Downbeat.App.Django.Importing;

/// <summary>What a row of django-celery-beat says, in Downbeat's words.</summary>
internal sealed record Translation
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The periodic task; null when it is refused, or when Downbeat has its own.</summary>
    public PeriodicTask? Task { get; init; }

    /// <summary>Why it is refused; empty when it is not.</summary>
    public IReadOnlyList<ImportRefusal> Refusals { get; init; } = [];

    /// <summary>What is different here, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether Downbeat brings its own instead.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>When it ran last.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>How often it has run.</summary>
    public long TotalRuns { get; init; }

    /// <summary>When its row was written last: a task that never ran counts its first interval from there.</summary>
    public DateTimeOffset? Changed { get; init; }

    /// <summary>Why it is disabled although its row is not; null otherwise.</summary>
    public string? DisabledReason { get; init; }
}

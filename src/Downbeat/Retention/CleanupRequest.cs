namespace Downbeat.Retention;

/// <summary>What a cleanup shall do.</summary>
/// <param name="Trigger">Who starts it: <c>schedule</c>, <c>manual</c>, <c>command line</c>, <c>beat</c>.</param>
/// <param name="Policy">How long rows are kept.</param>
/// <param name="Roles">Which rows are cleaned.</param>
public sealed record CleanupRequest(string Trigger, RetentionPolicy Policy, IReadOnlyList<RetentionRole> Roles)
{
    /// <summary>Whether it only counts.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether a run that finds nothing leaves no record.</summary>
    public bool IsQuietWhenIdle { get; init; }

    /// <summary>Told how far it has come whenever its record is written, about once a second; nobody when null.</summary>
    public IProgress<CleanupRun>? Progress { get; init; }
}

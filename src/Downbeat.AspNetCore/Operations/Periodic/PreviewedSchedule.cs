namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>A schedule that is being typed.</summary>
/// <param name="Schedule">Its text as it would be kept.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Description">The schedule in words.</param>
/// <param name="Zone">The time zone of the local times.</param>
/// <param name="Occurrences">When it would occur next; empty: never again.</param>
internal sealed record PreviewedSchedule(
    string Schedule, string Kind, string Description, string Zone, IReadOnlyList<PreviewedOccurrence> Occurrences);

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>An occurrence to come.</summary>
/// <param name="At">When.</param>
/// <param name="InZone">The same by the schedule's own clock, when that is not the operator's; null otherwise.</param>
/// <param name="Effect">What daylight saving does to it; null for nothing.</param>
internal sealed record Occurrence(DateTimeOffset At, string? InZone, string? Effect);

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>When something would occur.</summary>
/// <param name="At">The instant, UTC.</param>
/// <param name="Local">The same in the zone that is shown, with its offset.</param>
/// <param name="Effect">
/// What daylight saving does there: <c>after_gap</c> (the clocks go forward right before; what the gap skips occurs here), <c>first_of_two</c> or
/// <c>second_of_two</c> (the clocks go back; this local time comes twice); null for nothing.
/// </param>
internal sealed record PreviewedOccurrence(DateTime At, string Local, string? Effect);

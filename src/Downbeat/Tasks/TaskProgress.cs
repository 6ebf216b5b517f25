namespace Downbeat;

/// <summary>How far a run has come, as the run itself tells it.</summary>
/// <param name="Done">How much is done, in any unit; 0 or more.</param>
/// <param name="Total">How much there is in all, in the same unit; null when it is not known.</param>
/// <param name="Message">What it is doing now; null for nothing to say.</param>
public sealed record TaskProgress(double Done, double? Total = null, string? Message = null);

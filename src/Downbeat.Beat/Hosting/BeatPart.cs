namespace Downbeat.Beat.Hosting;

/// <summary>Something beat depends on: the store, the broker, the result backend.</summary>
/// <param name="IsAvailable">Whether it could be used when it was used last.</param>
/// <param name="Since">Since when; null when it has not been used yet.</param>
/// <param name="Error">Why it could not be used; null when it could.</param>
public sealed record BeatPart(bool IsAvailable, DateTimeOffset? Since, string? Error)
{
    /// <summary>Nothing is known yet.</summary>
    internal static BeatPart Unused { get; } = new(true, null, null);
}

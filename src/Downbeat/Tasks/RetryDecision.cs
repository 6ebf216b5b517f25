namespace Downbeat;

/// <summary>What follows a failed run.</summary>
/// <param name="Delay">After how long it is tried again; null: not at all.</param>
public readonly record struct RetryDecision(TimeSpan? Delay)
{
    /// <summary>The failure is final.</summary>
    public static RetryDecision GiveUp => default;

    /// <summary>Whether it is tried again.</summary>
    public bool IsRetry => Delay is not null;

    /// <summary>It is tried again.</summary>
    /// <param name="delay">After this time.</param>
    public static RetryDecision After(TimeSpan delay) => new(delay);
}

namespace Downbeat.Worker.Execution;

/// <summary>How a run ended.</summary>
/// <param name="Kind">How.</param>
internal readonly record struct Ending(EndingKind Kind)
{
    /// <summary>What it returned.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>What it threw, or what kept it from running.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Why, in words: of a revoke, of a dead letter.</summary>
    public string? Reason { get; init; }

    /// <summary>When a message that goes back can be delivered again.</summary>
    public DateTimeOffset? AvailableAt { get; init; }

    public static Ending Expired => new(EndingKind.Expired);

    public static Ending GivenBack => new(EndingKind.GivenBack);

    public static Ending NotOurs => new(EndingKind.NotOurs);

    public static Ending TimeLimitExceeded => new(EndingKind.TimeLimitExceeded);

    public static Ending Returned(ReadOnlyMemory<byte> value) => new(EndingKind.Returned) { Value = value };

    public static Ending Threw(Exception exception) => new(EndingKind.Threw) { Exception = exception };

    public static Ending Revoked(string? reason) => new(EndingKind.Revoked) { Reason = reason };

    public static Ending Undecodable(Exception exception) => new(EndingKind.Undecodable) { Exception = exception };

    public static Ending DeadLetter(EndingKind kind, string reason) => new(kind) { Reason = reason };

    public static Ending GiveBackUntil(DateTimeOffset availableAt) => new(EndingKind.GivenBack) { AvailableAt = availableAt };
}

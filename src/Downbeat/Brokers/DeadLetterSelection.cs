namespace Downbeat.Brokers;

/// <summary>Which dead letters are meant. What is null does not narrow.</summary>
public sealed record DeadLetterSelection
{
    /// <summary>All of them.</summary>
    public static DeadLetterSelection All { get; } = new();

    /// <summary>Those with these task ids.</summary>
    public IReadOnlyList<string>? TaskIds { get; init; }

    /// <summary>Those from this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Those of this task.</summary>
    public string? Task { get; init; }
}

namespace Downbeat.Brokers;

/// <summary>What a broker can do, as data: callers look here first and never run into an exception for it.</summary>
public sealed record BrokerCapabilities
{
    /// <summary>The technology's name: <c>sqlite</c>.</summary>
    public required string Technology { get; init; }

    /// <summary>How many priorities it tells apart; 1 when it knows none.</summary>
    public int Priorities { get; init; } = 1;

    /// <summary>Whether it holds messages until their eta by itself; if not, workers hold them.</summary>
    public bool HoldsUntilEta { get; init; }

    /// <summary>Whether a message marked to be published once is never enqueued twice; if not, workers drop the second copy.</summary>
    public bool PublishesOnce { get; init; }

    /// <summary>Whether it keeps messages that could not be handled, with the reason.</summary>
    public bool KeepsDeadLetters { get; init; }

    /// <summary>
    /// The database its messages live in, where a transaction of that database can hold a publish; null when there is none.
    /// Two roles with the same value can share one transaction.
    /// </summary>
    public string? Database { get; init; }
}

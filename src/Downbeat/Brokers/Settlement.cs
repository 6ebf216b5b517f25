namespace Downbeat.Brokers;

/// <summary>What becomes of a delivery.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Kind">What becomes of it.</param>
public readonly record struct Settlement(Delivery Delivery, SettlementKind Kind)
{
    /// <summary>Why it is put with the dead letters.</summary>
    public string? Reason { get; init; }

    /// <summary>When a message that is given back can be delivered again; at once when null.</summary>
    public DateTimeOffset? AvailableAt { get; init; }

    /// <summary>A message that takes its place, such as its retry: published in the same step.</summary>
    public BrokerMessage? Successor { get; init; }

    /// <summary>It is done with.</summary>
    /// <param name="delivery">The delivery.</param>
    public static Settlement Acknowledge(Delivery delivery) => new(delivery, SettlementKind.Acknowledge);

    /// <summary>It was not started and goes back to its queue; this does not count as a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="availableAt">Not delivered again before this; at once when null.</param>
    public static Settlement GiveBack(Delivery delivery, DateTimeOffset? availableAt = null) =>
        new(delivery, SettlementKind.GiveBack) { AvailableAt = availableAt };

    /// <summary>It cannot be handled and is put with the dead letters.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="reason">Why.</param>
    public static Settlement DeadLetter(Delivery delivery, string reason) =>
        new(delivery, SettlementKind.DeadLetter) { Reason = reason };
}

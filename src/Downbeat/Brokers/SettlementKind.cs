namespace Downbeat.Brokers;

/// <summary>What becomes of a delivery.</summary>
public enum SettlementKind
{
    /// <summary>It is done with and leaves the broker.</summary>
    Acknowledge,

    /// <summary>It was not started and goes back to its queue; this does not count as a delivery.</summary>
    GiveBack,

    /// <summary>It cannot be handled and is put with the dead letters, with a reason.</summary>
    DeadLetter,
}

namespace Downbeat.ScheduleStores.InMemory;

/// <summary>A fire, and who works on it.</summary>
internal sealed class MemoryFire
{
    public required Fire Fire { get; set; }

    /// <summary>The claim it is held by; null for none.</summary>
    public Guid? Claim { get; set; }

    /// <summary>Until when nobody else claims it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When its run shall be looked up; null: not any more.</summary>
    public DateTimeOffset? LookAgainAt { get; set; }

    public bool IsPending => Fire.Outcome == FireOutcome.Pending;
}

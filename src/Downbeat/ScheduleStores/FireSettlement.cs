namespace Downbeat.ScheduleStores;

/// <summary>What became of a claimed fire.</summary>
/// <param name="Key">Where the store keeps it.</param>
/// <param name="Outcome">What became of it; <see cref="FireOutcome.Pending"/> gives it back for another try.</param>
/// <param name="Reason">Why it was not published.</param>
public sealed record FireSettlement(long Key, FireOutcome Outcome, string? Reason = null);

namespace Downbeat.ScheduleStores;

/// <summary>How much waits to be published.</summary>
/// <param name="Pending">How many fires; exact up to 10,000, above that 10,000.</param>
/// <param name="OldestAt">When the oldest was decided; null when there is none.</param>
public sealed record OutboxState(long Pending, DateTimeOffset? OldestAt);

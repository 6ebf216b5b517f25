namespace Downbeat.ScheduleStores;

/// <summary>Where a fire's run stands.</summary>
/// <param name="Key">Where the store keeps the fire.</param>
/// <param name="TaskId">The fire's task id.</param>
/// <param name="State">The run's state; null when nothing is known.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DoneAt">When it finished.</param>
/// <param name="LookAgainAt">When to look again; null: never, it has finished or nobody will ever know.</param>
public sealed record RunCopy(long Key, string TaskId, string? State, DateTimeOffset? StartedAt, DateTimeOffset? DoneAt, DateTimeOffset? LookAgainAt);

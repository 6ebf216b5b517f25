namespace Downbeat.ScheduleStores;

/// <summary>Where a fire's run stands.</summary>
/// <param name="Key">Where the store keeps the fire; 0 when only its task id is known.</param>
/// <param name="TaskId">The fire's task id.</param>
/// <param name="State">The run's state; null when nothing is known.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DoneAt">When it finished.</param>
/// <param name="LookAgainAt">When to look again; null: never, it has finished or nobody will ever know.</param>
public sealed record RunCopy(long Key, string TaskId, string? State, DateTimeOffset? StartedAt, DateTimeOffset? DoneAt, DateTimeOffset? LookAgainAt)
{
    /// <summary>
    /// Until when the run, known not to have finished, blocks the next one (overlap), if it is longer than it would block as an unknown fate; null
    /// when nothing is known of it or when it has finished.
    /// </summary>
    public DateTimeOffset? BlocksUntil { get; init; }
}

namespace Downbeat.ResultBackends;

/// <summary>Where a task stands, without what it returned.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="DoneAt">When it finished.</param>
public sealed record TaskStateInfo(string Id, TaskState State, DateTimeOffset? StartedAt, DateTimeOffset? DoneAt);

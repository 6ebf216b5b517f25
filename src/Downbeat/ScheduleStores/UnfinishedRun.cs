namespace Downbeat.ScheduleStores;

/// <summary>A published fire whose run is not known to have finished.</summary>
/// <param name="Key">Where the store keeps the fire.</param>
/// <param name="TaskId">Its task id.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="RunState">Its state as copied last; null while nothing was ever known.</param>
/// <param name="GiveUpAt">When an unknown fate counts as finished.</param>
public sealed record UnfinishedRun(long Key, string TaskId, DateTimeOffset PublishedAt, string? RunState, DateTimeOffset GiveUpAt);

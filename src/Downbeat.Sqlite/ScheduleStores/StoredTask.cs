using Downbeat.ScheduleStores;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>A periodic task and where its row is, so that it can be written to whatever others have put into the row.</summary>
/// <param name="Sequence">The row's own number.</param>
/// <param name="Row">The periodic task.</param>
/// <param name="Refusal">Why nothing can be done with it; null when something can.</param>
internal readonly record struct StoredTask(long Sequence, PeriodicTaskRow Row, string? Refusal);

namespace Downbeat.Sqlite.Brokers;

/// <summary>A consumer's row, as far as its lease goes.</summary>
/// <param name="Id">The consumer's id.</param>
/// <param name="Beats">How often it has renewed.</param>
/// <param name="LeaseUntil">Until when its lease holds by the clock of the host that wrote it.</param>
/// <param name="Lease">How long its lease is.</param>
internal sealed record WorkerRow(long Id, long Beats, DateTimeOffset LeaseUntil, TimeSpan Lease);

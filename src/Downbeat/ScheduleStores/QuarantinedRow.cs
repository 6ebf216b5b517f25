namespace Downbeat.ScheduleStores;

/// <summary>A periodic task that cannot be computed or sent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Error">Why.</param>
public sealed record QuarantinedRow(string Name, string Error);

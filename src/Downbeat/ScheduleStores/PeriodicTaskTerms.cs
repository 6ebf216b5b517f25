namespace Downbeat.ScheduleStores;

/// <summary>What beat needs to know of a row whose every field has been checked.</summary>
/// <param name="Schedule">When it occurs.</param>
/// <param name="CatchUp">What becomes of missed occurrences.</param>
/// <param name="Overlap">What becomes of an occurrence while the previous run has not finished.</param>
public readonly record struct PeriodicTaskTerms(Schedule Schedule, CatchUp CatchUp, Overlap Overlap);

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>What became of it.</summary>
/// <param name="Matched">How many it was to be done with.</param>
/// <param name="Done">With how many it was done.</param>
/// <param name="Failures">Those it could not be done with, at most 100 of them.</param>
internal sealed record BulkReport(int Matched, int Done, IReadOnlyList<BulkFailure> Failures);

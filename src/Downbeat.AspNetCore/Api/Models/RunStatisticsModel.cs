using Downbeat.AspNetCore.Operations.Overviews;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What was run in some time; an estimate from the newest results.</summary>
/// <param name="SpanSeconds">The time that the numbers are about.</param>
/// <param name="Succeeded">How many succeeded.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="PerMinute">How many finished in a minute, on average.</param>
/// <param name="MedianSeconds">Half of them ran no longer.</param>
/// <param name="SlowSeconds">95 of 100 ran no longer.</param>
/// <param name="Buckets">How many finished in each 60th of the time, oldest first.</param>
internal sealed record RunStatisticsModel(
    double SpanSeconds, int Succeeded, int Failed, double PerMinute, double? MedianSeconds, double? SlowSeconds, IReadOnlyList<int> Buckets)
{
    public static RunStatisticsModel Of(RunStatistics runs) => new(
        runs.Span.TotalSeconds,
        runs.Succeeded,
        runs.Failed,
        runs.PerMinute,
        runs.MedianRuntime?.TotalSeconds,
        runs.SlowRuntime?.TotalSeconds,
        runs.Buckets);
}

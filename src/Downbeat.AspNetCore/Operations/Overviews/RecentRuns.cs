namespace Downbeat.AspNetCore.Operations.Overviews;

/// <summary>What the newest results tell. An estimate: it looks at so many of them and no more.</summary>
/// <param name="Looked">How many results were looked at.</param>
/// <param name="IsWhole">Whether those are all there are.</param>
/// <param name="LastHour">The last hour.</param>
/// <param name="LastDay">The last day.</param>
internal sealed record RecentRuns(int Looked, bool IsWhole, RunStatistics LastHour, RunStatistics LastDay)
{
    public static RecentRuns None { get; } = new(0, true, RunStatistics.None, RunStatistics.None);
}

namespace Downbeat.AspNetCore.Operations.Overviews;

/// <summary>What was run in some time.</summary>
/// <param name="Span">The time that the numbers are about: shorter than asked for where the results that were looked at do not reach back so far.</param>
/// <param name="Succeeded">How many succeeded.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="PerMinute">How many finished in a minute, on average.</param>
/// <param name="MedianRuntime">Half of them ran no longer; null when none ran.</param>
/// <param name="SlowRuntime">95 of 100 ran no longer; null when none ran.</param>
/// <param name="Buckets">How many finished in each 60th of the time that was asked for, oldest first.</param>
internal sealed record RunStatistics(
    TimeSpan Span, int Succeeded, int Failed, double PerMinute, TimeSpan? MedianRuntime, TimeSpan? SlowRuntime, IReadOnlyList<int> Buckets)
{
    public const int BucketCount = 60;

    public static RunStatistics None { get; } = new(TimeSpan.Zero, 0, 0, 0, null, null, new int[BucketCount]);

    /// <summary>Makes them of results.</summary>
    /// <param name="results">The newest results, newest first.</param>
    /// <param name="isWhole">Whether those are all there are.</param>
    /// <param name="now">The time.</param>
    /// <param name="wanted">The time that is asked for.</param>
    public static RunStatistics Of(IReadOnlyList<TaskResult> results, bool isWhole, DateTimeOffset now, TimeSpan wanted)
    {
        DateTimeOffset since = now - wanted;
        TaskResult[] done = [.. results.Where(result => result.DoneAt >= since && result.DoneAt <= now)];
        DateTimeOffset? oldest = results.Count == 0 ? null : results.Min(result => result.DoneAt ?? result.StartedAt ?? result.ReceivedAt);
        bool reachesBack = isWhole || oldest <= since;
        TimeSpan span = reachesBack || oldest is null ? wanted : now - oldest.Value;
        TimeSpan[] runtimes = [.. done.Select(result => result.Runtime).OfType<TimeSpan>().Order()];
        int[] buckets = new int[BucketCount];
        foreach (TaskResult result in done)
        {
            buckets[Math.Min(BucketCount - 1, (int)((result.DoneAt!.Value - since) / wanted * BucketCount))]++;
        }

        return new RunStatistics(
            span,
            done.Count(result => result.State == TaskState.Success),
            done.Count(result => result.State == TaskState.Failure),
            span > TimeSpan.Zero ? done.Length / span.TotalMinutes : 0,
            At(runtimes, 0.5),
            At(runtimes, 0.95),
            buckets);
    }

    private static TimeSpan? At(TimeSpan[] sorted, double part)
    {
        return sorted.Length == 0 ? null : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(part * sorted.Length) - 1)];
    }
}

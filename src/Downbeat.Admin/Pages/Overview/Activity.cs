namespace Downbeat.Admin.Pages.Overview;

/// <summary>What the newest results tell of the last hour. Never more than so many are looked at; if they do not reach back an hour, the chart is shorter.</summary>
internal sealed record Activity
{
    public const int MostLooked = 1000;
    private const int Slots = 30;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public required IReadOnlyList<(int Good, int Bad, int Other)> Bars { get; init; }

    public required TimeSpan Range { get; init; }

    /// <summary>Whether there were more results in the hour than were looked at.</summary>
    public bool IsCut { get; init; }

    public int Finished { get; init; }

    public int Failed { get; init; }

    public TimeSpan? Median { get; init; }

    public TimeSpan? Slow { get; init; }

    public double PerMinute => Range.TotalMinutes <= 0 ? 0 : Finished / Range.TotalMinutes;

    /// <summary>Counts results into bars.</summary>
    /// <param name="newest">The newest results, newest first.</param>
    /// <param name="now">The time.</param>
    public static Activity Of(IReadOnlyList<TaskResult> newest, DateTimeOffset now)
    {
        TaskResult[] finished = [.. newest.Where(result => result.DoneAt > now - Longest && result.DoneAt <= now)];
        bool isCut = newest.Count == MostLooked && finished.Length == newest.Count;
        TimeSpan range = isCut ? Max(now - finished.Min(result => result.DoneAt)!.Value, TimeSpan.FromSeconds(1)) : Longest;
        var bars = new (int Good, int Bad, int Other)[Slots];
        foreach (TaskResult result in finished)
        {
            int slot = Math.Clamp((int)(Slots * (1 - ((now - result.DoneAt!.Value) / range))), 0, Slots - 1);
            bars[slot] = result.State.Name switch
            {
                "SUCCESS" => bars[slot] with { Good = bars[slot].Good + 1 },
                "FAILURE" => bars[slot] with { Bad = bars[slot].Bad + 1 },
                _ => bars[slot] with { Other = bars[slot].Other + 1 },
            };
        }

        TimeSpan[] times = [.. finished.Select(result => result.Runtime).OfType<TimeSpan>().Order()];
        return new Activity
        {
            Bars = bars,
            Range = range,
            IsCut = isCut,
            Finished = finished.Length,
            Failed = finished.Count(result => result.State == TaskState.Failure),
            Median = times.Length == 0 ? null : times[times.Length / 2],
            Slow = times.Length == 0 ? null : times[(int)(times.Length * 0.95)],
        };
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}

namespace Downbeat.Worker.Execution;

/// <summary>Instants in the future that cannot overflow, whatever times tasks and messages ask for.</summary>
internal static class Later
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100 * 366);

    /// <summary>The instant after a time, as stores hold it; a hundred years are as good as any longer time.</summary>
    public static DateTimeOffset By(DateTimeOffset now, TimeSpan time) => Instants.Round(now + Limit(time));

    public static TimeSpan Limit(TimeSpan time) => time < Longest ? time : Longest;

    /// <summary>A time in seconds, as headers hold it; null when it is none.</summary>
    public static TimeSpan? FromSeconds(double seconds)
    {
        return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)) : null;
    }
}

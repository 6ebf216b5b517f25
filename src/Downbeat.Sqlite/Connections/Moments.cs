namespace Downbeat.Sqlite.Connections;

/// <summary>Instants and durations of columns that anybody may have written: what is out of range becomes the nearest that is not.</summary>
internal static class Moments
{
    private const long LongestDuration = long.MaxValue / TimeSpan.TicksPerMicrosecond;
    private static readonly long Earliest = DateTimeOffset.MinValue.ToMicroseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToMicroseconds();

    public static DateTimeOffset OfInstant(long microseconds) => Instants.FromMicroseconds(Math.Clamp(microseconds, Earliest, Latest));

    public static TimeSpan OfDuration(long microseconds)
    {
        return TimeSpan.FromTicks(Math.Clamp(microseconds, -LongestDuration, LongestDuration) * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>An instant so long before another, or the first of all.</summary>
    public static DateTimeOffset Before(DateTimeOffset instant, TimeSpan time)
    {
        return time < instant - DateTimeOffset.MinValue ? instant - time : DateTimeOffset.MinValue;
    }
}

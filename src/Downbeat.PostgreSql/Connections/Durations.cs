namespace Downbeat.PostgreSql.Connections;

/// <summary>How long those who wait for their writes have to wait lately.</summary>
internal sealed class Durations(TimeProvider time)
{
    private const int Weight = 10;
    private static readonly TimeSpan Lately = TimeSpan.FromMilliseconds(500);
    private long _average;
    private long _endedAt;

    public TimeSpan Average => Interlocked.Read(ref _endedAt) is var at and not 0 && time.GetElapsedTime(at) < Lately
        ? TimeSpan.FromTicks(Interlocked.Read(ref _average))
        : TimeSpan.Zero;

    public long Start() => time.GetTimestamp();

    /// <summary>Takes note of a write that somebody waited for.</summary>
    public void End(long started, Durability durability)
    {
        if (durability == Durability.Server)
        {
            // Two at once may overwrite each other: an average bears that.
            long ticks = time.GetElapsedTime(started).Ticks;
            Interlocked.Exchange(ref _average, ((_average * (Weight - 1)) + ticks) / Weight);
            Interlocked.Exchange(ref _endedAt, time.GetTimestamp());
        }
    }
}

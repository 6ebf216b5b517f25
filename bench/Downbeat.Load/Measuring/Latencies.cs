namespace Downbeat.Load.Measuring;

/// <summary>Every single time, so that percentiles are exact. Many threads may add.</summary>
internal sealed class Latencies(int most)
{
    private readonly long[] _ticks = new long[most];
    private int _count;

    public int Count => Math.Min(Volatile.Read(ref _count), most);

    public void Add(TimeSpan time)
    {
        int at = Interlocked.Increment(ref _count) - 1;
        if (at < most)
        {
            _ticks[at] = time.Ticks;
        }
    }

    public Percentiles Summarize()
    {
        long[] sorted = _ticks.AsSpan(0, Count).ToArray();
        Array.Sort(sorted);
        return new Percentiles(At(sorted, 0.5), At(sorted, 0.95), At(sorted, 0.99), At(sorted, 1));
    }

    private static double At(long[] sorted, double share)
    {
        return sorted.Length == 0 ? 0 : TimeSpan.FromTicks(sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)]).TotalMilliseconds;
    }
}

/// <summary>In milliseconds.</summary>
internal readonly record struct Percentiles(double P50, double P95, double P99, double Max);

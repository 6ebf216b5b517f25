namespace Downbeat.Benchmarks.Beat;

/// <summary>How late fires were, counted in tenths of a millisecond up to a minute. Safe for concurrent use.</summary>
internal sealed class Lateness
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(0.1);
    private readonly long[] _counts = new long[600_000];
    private readonly Lock _lock = new();

    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _counts.Sum();
            }
        }
    }

    public void Add(TimeSpan late)
    {
        lock (_lock)
        {
            _counts[Math.Clamp(late.Ticks / Step.Ticks, 0, _counts.Length - 1)]++;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_counts);
        }
    }

    /// <summary>What so many of a hundred were not later than.</summary>
    public double Milliseconds(double percent)
    {
        lock (_lock)
        {
            long left = (long)Math.Ceiling(_counts.Sum() * percent / 100);
            int i = 0;
            while (i < _counts.Length - 1 && (left -= _counts[i]) > 0)
            {
                i++;
            }

            return (i + 1) * Step.TotalMilliseconds;
        }
    }
}

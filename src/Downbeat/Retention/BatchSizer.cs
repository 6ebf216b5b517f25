namespace Downbeat.Retention;

/// <summary>Steers the size of batches so that each takes about its time budget.</summary>
internal sealed class BatchSizer(TimeSpan budget)
{
    private const int Smallest = 10;
    private const int Largest = 5_000;

    /// <summary>How many rows the next batch may have.</summary>
    public int Size { get; private set; } = 100;

    /// <summary>Takes note of how long the last batch took. It grows by half at the most, and shrinks at once.</summary>
    public void Learn(TimeSpan elapsed)
    {
        double ratio = budget.Ticks / (double)Math.Max(1, elapsed.Ticks);
        Size = (int)Math.Clamp(Size * Math.Clamp(ratio, 0.25, 1.5), Smallest, Largest);
    }
}

namespace Downbeat.Worker.Consuming;

/// <summary>
/// Sizes the store of messages that wait in the worker: as many as end within a tenth of a second, at least one for each slot. Fast tasks are
/// fetched in large groups, slow ones are left to other workers.
/// </summary>
internal sealed class PrefetchSizer(int concurrency, int bound)
{
    private const double Newest = 0.3;
    private static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(100);
    private double _perSecond;

    /// <summary>How many messages may wait.</summary>
    public int Size { get; private set; } = Math.Min(concurrency, bound);

    /// <summary>Takes note of how many runs have ended lately.</summary>
    public void Learn(long ended, TimeSpan elapsed)
    {
        if (elapsed <= TimeSpan.Zero)
        {
            return;
        }

        _perSecond += Newest * ((ended / elapsed.TotalSeconds) - _perSecond);
        Size = (int)Math.Clamp(_perSecond * Reach.TotalSeconds, Math.Min(concurrency, bound), bound);
    }
}

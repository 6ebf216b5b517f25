namespace Downbeat.Worker.Consuming;

/// <summary>Pauses that double with each failure, up to a bound, each drawn from the upper half of its range so that many do not come back at once.</summary>
internal sealed class Backoff(Dice dice)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private int _failures;

    /// <summary>How long to pause after one more failure.</summary>
    public TimeSpan Next()
    {
        double bound = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 20)));
        return TimeSpan.FromSeconds(bound * (0.5 + (0.5 * dice.Next())));
    }

    public void Reset() => _failures = 0;
}

namespace Downbeat.Beat.Hosting;

/// <summary>Pauses that double from one failure to the next, up to a limit, each shortened by chance so that several beats do not come back at once.</summary>
internal sealed class BackOff(TimeSpan longest, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private int _failures;

    public TimeSpan Next()
    {
        double doubled = First.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 20));
        return TimeSpan.FromSeconds(Math.Min(doubled, longest.TotalSeconds) * (0.5 + (random.NextDouble() / 2)));
    }

    public void Reset() => _failures = 0;
}

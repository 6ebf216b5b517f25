namespace Downbeat.Worker.Consuming;

/// <summary>Randomness for many threads.</summary>
internal sealed class Dice(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>A number in [0, 1).</summary>
    public double Next()
    {
        lock (_lock)
        {
            return random.NextDouble();
        }
    }
}

namespace Downbeat.Chaos.App;

/// <summary>The clock of a machine that nobody looks after. It goes as fast as any other.</summary>
internal sealed class SkewedClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}

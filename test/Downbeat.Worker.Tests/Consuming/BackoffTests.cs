using Downbeat.Worker.Consuming;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_double_up_to_five_seconds_and_begin_anew_after_success()
    {
        var backoff = new Backoff(new Dice(new Highest()));

        double[] pauses = [.. Enumerable.Range(0, 10).Select(_ => Math.Round(backoff.Next().TotalSeconds, 2))];

        pauses.ShouldBe([0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5]);
        backoff.Reset();
        Math.Round(backoff.Next().TotalSeconds, 2).ShouldBe(0.05);
    }

    [Fact]
    public void Each_pause_is_drawn_from_the_upper_half()
    {
        var backoff = new Backoff(new Dice(new Random(1)));

        backoff.Next().TotalSeconds.ShouldBeInRange(0.025, 0.05);
    }

    private sealed class Highest : Random
    {
        public override double NextDouble() => 0.999_999_999;
    }
}

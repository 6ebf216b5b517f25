using Downbeat.Worker.Consuming;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class RateGateTests
{
    private static readonly long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void The_first_turn_is_now_and_nothing_is_saved_up_for_a_burst()
    {
        var gate = new RateGate(TimeSpan.FromSeconds(0.5));

        Take(gate, 10 * Second).ShouldBe(10 * Second);
        Take(gate, 100 * Second).ShouldBe(100 * Second);
        Take(gate, 100 * Second).ShouldBe(100 * Second + (Second / 2));
    }

    [Fact]
    public void Turns_follow_each_other_at_an_even_pace_as_long_as_they_are_near()
    {
        var gate = new RateGate(TimeSpan.FromSeconds(0.25));

        long[] turns = [.. Enumerable.Range(0, 5).Select(_ => Take(gate, 0))];

        turns.ShouldBe([0, Second / 4, Second / 2, Second * 3 / 4, Second]);
    }

    [Fact]
    public void Far_turns_are_promises_spread_at_the_same_pace()
    {
        var gate = new RateGate(TimeSpan.FromSeconds(10));
        Take(gate, 0).ShouldBe(0);

        long[] promises = [.. Enumerable.Range(0, 3).Select(_ => Promise(gate, 0))];

        promises.ShouldBe([10 * Second, 20 * Second, 30 * Second]);
    }

    [Fact]
    public void Who_comes_back_as_promised_finds_a_turn()
    {
        var gate = new RateGate(TimeSpan.FromSeconds(10));
        Take(gate, 0);
        long first = Promise(gate, 0);
        long second = Promise(gate, 0);

        Take(gate, first).ShouldBe(first);
        Take(gate, second).ShouldBe(second);
    }

    [Fact]
    public void Promises_reach_no_further_than_five_minutes()
    {
        var gate = new RateGate(TimeSpan.FromSeconds(10));
        Take(gate, 0);

        long[] promises = [.. Enumerable.Range(0, 1_000).Select(_ => Promise(gate, 0))];

        promises.Max().ShouldBe(300 * Second);
    }

    [Fact]
    public void A_pace_slower_than_that_still_keeps_its_distance()
    {
        var gate = new RateGate(TimeSpan.FromHours(1));
        Take(gate, 0);

        Promise(gate, 0).ShouldBe(3_600 * Second);
        Promise(gate, 0).ShouldBe(3_600 * Second);
    }

    private static long Take(RateGate gate, long now)
    {
        long turn = gate.Next(now, out bool isPromise);
        isPromise.ShouldBeFalse();
        return turn;
    }

    private static long Promise(RateGate gate, long now)
    {
        long turn = gate.Next(now, out bool isPromise);
        isPromise.ShouldBeTrue();
        return turn;
    }
}

using Downbeat.Protocol;
using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Tests.Execution;

public sealed class LimitsTests
{
    private static readonly TaskOptions Own = new() { SoftTimeLimit = TimeSpan.FromSeconds(10), TimeLimit = TimeSpan.FromSeconds(20) };

    [Fact]
    public void The_task_says_when_the_message_does_not()
    {
        Limits.Of(default, Own).ShouldBe(new Limits(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void The_message_wins()
    {
        Limits.Of(new TimeLimits(Hard: 5, Soft: 1.5), Own).ShouldBe(new Limits(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Zero_says_nothing_as_in_celery()
    {
        Limits.Of(new TimeLimits(Hard: 0, Soft: 0), Own).ShouldBe(Limits.Of(default, Own));
    }

    [Fact]
    public void A_soft_limit_the_hard_one_comes_before_is_none()
    {
        Limits.Of(new TimeLimits(Hard: 5, Soft: null), Own).ShouldBe(new Limits(null, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Limits_longer_than_a_life_do_not_overflow()
    {
        Limits.Of(new TimeLimits(Hard: 1e300, Soft: null), new TaskOptions()).Hard!.Value.TotalDays.ShouldBeGreaterThan(36_000);
    }
}

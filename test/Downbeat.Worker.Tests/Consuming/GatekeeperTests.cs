using Downbeat.Tasks;
using Downbeat.Worker.Consuming;
using Downbeat.Worker.Execution;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class GatekeeperTests
{
    private static readonly DateTimeOffset Now = TestRun.Now;

    [Fact]
    public void An_ordinary_message_runs_now()
    {
        Decide(Gatekeeper(), TestRun.Of()).Kind.ShouldBe(Admitted.Now);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void A_message_delivered_too_often_is_poison(int deliveries, bool runs)
    {
        Admission admission = Decide(Gatekeeper(), TestRun.Of(deliveries: deliveries));

        admission.Kind.ShouldBe(runs ? Admitted.Now : Admitted.Not);
        if (!runs)
        {
            admission.Ending.Kind.ShouldBe(EndingKind.DeliveredTooOften);
            admission.Ending.Reason.ShouldBe("delivered 11 times, never settled; the worker died or lost its lease each time");
        }
    }

    [Fact]
    public void An_unknown_task_is_told_which_ones_are_known()
    {
        Admission admission = Decide(Gatekeeper(), TestRun.Of(TestTask.NoOp("c"), isKnown: false));

        admission.Ending.Kind.ShouldBe(EndingKind.UnknownTask);
        admission.Ending.Reason.ShouldBe("unknown task 'c'; known: a, b");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_message_expires_at_its_instant(int secondsLeft, bool runs)
    {
        Admission admission = Decide(Gatekeeper(), TestRun.Of(headers: headers => headers with { Expires = Now.AddSeconds(secondsLeft) }));

        admission.Kind.ShouldBe(runs ? Admitted.Now : Admitted.Not);
    }

    [Fact]
    public void An_eta_that_is_near_is_waited_for()
    {
        Admission admission = Decide(Gatekeeper(), TestRun.Of(headers: headers => headers with { Eta = Now.AddSeconds(0.5) }));

        admission.ShouldBe(new Admission(Admitted.Soon, 500 + (TimeSpan.TicksPerSecond / 2), default));
    }

    [Fact]
    public void An_eta_that_is_far_goes_back_to_a_broker_that_can_wait()
    {
        Admission admission = Decide(Gatekeeper(), TestRun.Of(headers: headers => headers with { Eta = Now.AddHours(1) }));

        admission.Ending.ShouldBe(Ending.GiveBackUntil(Now.AddHours(1)));
    }

    [Fact]
    public void An_eta_that_is_far_is_waited_for_here_where_the_broker_cannot()
    {
        Admission admission = Decide(Gatekeeper(holdsUntilEta: false), TestRun.Of(headers: headers => headers with { Eta = Now.AddHours(1) }));

        admission.ShouldBe(new Admission(Admitted.Parked, 500 + TimeSpan.TicksPerHour, default));
    }

    [Fact]
    public void A_turn_that_is_near_is_waited_for_and_one_that_is_far_goes_back()
    {
        TaskDefinition limited = TestTask.Define("limited", static _ => null, options => options.RateLimit = RateLimit.Parse("2/s"));
        Gatekeeper gatekeeper = Gatekeeper();

        Decide(gatekeeper, TestRun.Of(limited)).Kind.ShouldBe(Admitted.Now);
        Decide(gatekeeper, TestRun.Of(limited)).ShouldBe(new Admission(Admitted.Soon, 500 + (TimeSpan.TicksPerSecond / 2), default));
        Decide(gatekeeper, TestRun.Of(limited)).Kind.ShouldBe(Admitted.Soon);
        Decide(gatekeeper, TestRun.Of(limited)).Ending.ShouldBe(Ending.GiveBackUntil(Now.AddSeconds(1.5)));
        Decide(gatekeeper, TestRun.Of(limited)).Ending.ShouldBe(Ending.GiveBackUntil(Now.AddSeconds(2)));
    }

    [Fact]
    public void Each_task_has_a_pace_of_its_own()
    {
        Gatekeeper gatekeeper = Gatekeeper();

        foreach (string name in (string[])["x", "y"])
        {
            TaskDefinition limited = TestTask.Define(name, static _ => null, options => options.RateLimit = RateLimit.Parse("1/h"));
            Decide(gatekeeper, TestRun.Of(limited)).Kind.ShouldBe(Admitted.Now);
        }
    }

    private static Gatekeeper Gatekeeper(bool holdsUntilEta = true)
    {
        return new Gatekeeper(new TaskRegistry([TestTask.NoOp("b"), TestTask.NoOp("a")]), maxDeliveries: 10, holdsUntilEta);
    }

    private static Admission Decide(Gatekeeper gatekeeper, Run run) => gatekeeper.Decide(run, Now, 500);
}

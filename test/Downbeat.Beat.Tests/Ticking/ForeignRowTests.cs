using Downbeat.Beat.Ticking;
using Downbeat.ScheduleStores;
using static Downbeat.Beat.Tests.Ticking.Some;

namespace Downbeat.Beat.Tests.Ticking;

/// <summary>Rows that others wrote: still to be planned, or not to be understood.</summary>
public sealed class ForeignRowTests
{
    private static readonly DateTimeOffset FourOClock = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);

    private static readonly PeriodicTaskRow Written = new()
    {
        Id = Guid.NewGuid(), Name = "by hand", Task = "reports.build", Schedule = "crontab: 0 4 * * *", CreatedAt = Now, ChangedAt = Now,
    };

    [Fact]
    public void A_row_still_to_be_planned_is_planned_and_does_not_fire()
    {
        TickDecision decision = Decide(Written, Now);

        decision.Fires.ShouldBeEmpty();
        decision.Anchor.ShouldBe(Now);
        decision.Watermark.ShouldBe(Now);
        decision.NextNominal.ShouldBe(FourOClock);
        decision.DisabledReason.ShouldBeNull();
    }

    [Fact]
    public void An_interval_still_to_be_planned_starts_its_grid_now()
    {
        Decide(Written with { Schedule = "interval: 5 minutes" }, Now).NextNominal.ShouldBe(Now.AddMinutes(5));
    }

    [Fact]
    public void The_watermark_of_a_row_still_to_be_planned_never_goes_back()
    {
        TickDecision decision = Decide(Written with { Watermark = Now.AddDays(10) }, Now);

        decision.Watermark.ShouldBe(Now.AddDays(10));
        decision.NextNominal!.Value.ShouldBeGreaterThan(Now.AddDays(10));
    }

    [Fact]
    public void A_clocked_time_that_has_passed_fires_at_once()
    {
        TickDecision decision = Decide(Written with { Schedule = "clocked: 2026-11-01T00:00:00Z", CatchUp = "none" }, Now);

        decision.Fires.ShouldHaveSingleItem().Outcome.ShouldBe(FireOutcome.Pending);
        decision.DisabledReason.ShouldBe("one-off: it has fired");
    }

    [Fact]
    public void A_clocked_time_that_has_passed_does_not_fire_again_when_it_is_enabled_again()
    {
        TickDecision decision = Decide(Written with { Schedule = "clocked: 2026-11-01T00:00:00Z", Watermark = Now.AddDays(-1) }, Now);

        decision.Fires.ShouldBeEmpty();
        decision.DisabledReason.ShouldBe("no occurrence is left");
    }

    [Fact]
    public void A_clocked_time_to_come_is_waited_for()
    {
        Decide(Written with { Schedule = "clocked: 2026-12-01T00:00:00Z" }, Now).NextRun.ShouldBe(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_next_run_without_its_occurrence_is_planned_anew()
    {
        TickDecision decision = Decide(Written with { NextRun = Now.AddDays(-1) }, Now);

        decision.Fires.ShouldBeEmpty();
        decision.NextRun!.Value.ShouldBeGreaterThan(Now);
    }

    [Theory]
    [InlineData("schedule", "crontab: 61 * * * *", "minute")]
    [InlineData("schedule", "nonsense", "kind")]
    [InlineData("args", "{}", "args")]
    [InlineData("kwargs", "{", "kwargs")]
    [InlineData("headers", "{\"id\":1}", "headers")]
    [InlineData("tags", "[1]", "tags")]
    [InlineData("catch_up", "maybe", "catch_up")]
    [InlineData("overlap", "", "overlap")]
    [InlineData("name", "", "name")]
    [InlineData("queue", "", "queue")]
    public void A_row_that_cannot_be_understood_is_quarantined_with_its_field(string column, string text, string field)
    {
        PeriodicTaskRow row = column switch
        {
            "schedule" => Written with { Schedule = text },
            "args" => Written with { Args = text },
            "kwargs" => Written with { Kwargs = text },
            "headers" => Written with { Headers = text },
            "tags" => Written with { Tags = text },
            "catch_up" => Written with { CatchUp = text },
            "overlap" => Written with { Overlap = text },
            "name" => Written with { Name = text },
            _ => Written with { Queue = text },
        };

        Decide(row, Now).Error!.ShouldStartWith($"{field}: ");
        Decide(row with { NextNominal = Now, NextRun = Now }, Now).Error!.ShouldStartWith($"{field}: ");
    }

    [Fact]
    public void Nothing_that_a_row_holds_makes_a_decision_throw()
    {
        DateTimeOffset[] instants = [DateTimeOffset.MinValue, Now, DateTimeOffset.MaxValue];
        TimeSpan[] times = [TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.FromTicks(10), TimeSpan.MaxValue];
        string[] schedules = ["clocked: 0001-01-01T00:00:00Z", "clocked: 9999-12-31T23:59:59.999999Z", "interval: 10000 microseconds", "crontab: 0 0 29 2 *"];
        foreach (string schedule in schedules)
        {
            foreach (DateTimeOffset instant in instants)
            {
                foreach (TimeSpan time in times)
                {
                    foreach (DateTimeOffset now in instants)
                    {
                        Decide(
                            Written with
                            {
                                Schedule = schedule, NextNominal = instant, NextRun = instant, Anchor = instant, StartTime = instant,
                                StartingDeadline = time, Jitter = time < TimeSpan.Zero ? time : TimeSpan.Zero, ExpiresAfter = time,
                            },
                            now).ShouldNotBeNull();
                        Decide(Written with { Schedule = schedule, Expires = instant, Watermark = instant, BusyUntil = instant }, now).ShouldNotBeNull();
                    }
                }
            }
        }
    }

    [Fact]
    public void Newer_time_zone_data_moves_the_next_occurrence_but_not_one_that_has_come()
    {
        PeriodicTaskRow planned = Written with { Watermark = Now.AddDays(-1), NextNominal = Now.AddHours(2), NextRun = Now.AddHours(2) };

        TickDecisions.Replan(planned, Now).NextNominal.ShouldBe(FourOClock);
        TickDecisions.Replan(planned with { NextNominal = Now.AddMinutes(-1) }, Now).NextNominal.ShouldBe(Now.AddMinutes(-1));
        TickDecisions.Replan(planned with { Schedule = "x" }, Now).Error!.ShouldStartWith("kind: ");
        TickDecisions.Replan(planned with { Expires = Now.AddHours(3) }, Now).DisabledReason!.ShouldContain("no occurrence is left");
    }
}

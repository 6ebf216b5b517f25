using Downbeat.Beat.Ticking;
using Downbeat.ScheduleStores;
using Downbeat.Tasks;
using static Downbeat.Beat.Tests.Ticking.Some;

namespace Downbeat.Beat.Tests.Ticking;

public sealed class DecisionTests
{
    [Fact]
    public void What_is_due_fires_and_the_row_advances()
    {
        PeriodicTaskRow row = Row(Minutely);

        TickDecision decision = Decide(row, Now.AddMinutes(1).AddMilliseconds(3));

        Fire fire = decision.Fires.ShouldHaveSingleItem();
        fire.Outcome.ShouldBe(FireOutcome.Pending);
        fire.Kind.ShouldBe(FireKind.Scheduled);
        fire.Nominal.ShouldBe(Now.AddMinutes(1));
        fire.Due.ShouldBe(Now.AddMinutes(1));
        fire.Lateness.ShouldBe(TimeSpan.FromMilliseconds(3));
        fire.TaskId.ShouldBe(FireIds.Scheduled(Store, row.Id, Now.AddMinutes(1)).ToString());
        fire.Message!.Message.Headers.Id.ShouldBe(fire.TaskId);
        fire.GiveUpAt.ShouldBe(fire.FiredAt.AddHours(1));
        decision.Watermark.ShouldBe(Now.AddMinutes(1));
        decision.NextNominal.ShouldBe(Now.AddMinutes(2));
        decision.NextRun.ShouldBe(Now.AddMinutes(2));
        decision.LastRun.ShouldBe(fire.FiredAt);
        decision.LastTaskId.ShouldBe(fire.TaskId);
        decision.Runs.ShouldBe(1);
        decision.BusyUntil.ShouldBeNull();
    }

    [Fact]
    public void Young_occurrences_all_fire_however_many_there_are()
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Every(TimeSpan.FromSeconds(1)), CatchUp = CatchUp.None });

        Decide(row, Now.AddSeconds(8)).Runs.ShouldBe(8);
    }

    [Fact]
    public void The_end_of_the_missed_after_time_is_still_young()
    {
        PeriodicTaskRow row = Row(Minutely with { CatchUp = CatchUp.None });

        Decide(row, Now.AddMinutes(1).AddSeconds(10)).Runs.ShouldBe(1);
        Decide(row, Now.AddMinutes(1).AddSeconds(10).AddMicroseconds(1)).Fires.ShouldHaveSingleItem().Reason.ShouldBe(Reasons.MissedNone);
    }

    [Fact]
    public void Of_missed_ones_the_latest_fires_and_the_others_are_one_line_of_history()
    {
        TickDecision decision = Decide(Row(Minutely), Now.AddDays(1).AddSeconds(30));

        decision.Fires.Count.ShouldBe(2);
        decision.Fires[0].ShouldSatisfyAllConditions(
            skipped => skipped.Outcome.ShouldBe(FireOutcome.Skipped),
            skipped => skipped.Count.ShouldBe(1439),
            skipped => skipped.Nominal.ShouldBe(Now.AddMinutes(1)),
            skipped => skipped.NominalUntil.ShouldBe(Now.AddMinutes(1439)),
            skipped => skipped.Message.ShouldBeNull(),
            skipped => skipped.Reason.ShouldBe("missed, and catch_up is latest: a newer one fires"));
        decision.Fires[1].Kind.ShouldBe(FireKind.CatchUp);
        decision.Fires[1].Nominal.ShouldBe(Now.AddMinutes(1440));
    }

    [Fact]
    public void A_stretch_of_a_century_costs_no_more_than_one_of_a_day()
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Every(TimeSpan.FromMilliseconds(10)), CatchUp = CatchUp.None });

        Fire skipped = Decide(row, Now.AddYears(100)).Fires[0];

        skipped.Count.ShouldBe((long)((Now.AddYears(100) - Now - TimeSpan.FromSeconds(10)) / TimeSpan.FromMilliseconds(10)) - 1);
    }

    [Fact]
    public void All_missed_ones_fire_up_to_the_newest_thousand_oldest_first()
    {
        TickDecision decision = Decide(Row(Minutely with { CatchUp = CatchUp.All }), Now.AddMinutes(1500).AddSeconds(30));

        decision.Fires[0].Count.ShouldBe(500);
        decision.Fires[0].Reason.ShouldBe("missed, and catch_up fires the newest 1000 only");
        decision.Runs.ShouldBe(1000);
        decision.Fires[1].Nominal.ShouldBe(Now.AddMinutes(501));
        decision.Fires[^1].Nominal.ShouldBe(Now.AddMinutes(1500));
    }

    [Fact]
    public void What_there_is_no_room_for_is_left_to_the_next_tick()
    {
        PeriodicTaskRow row = Row(Minutely with { CatchUp = CatchUp.All });
        DateTimeOffset now = Now.AddMinutes(5);

        TickDecision first = Decide(row, now, Rules with { Room = 2 });
        TickDecision second = Decide(Apply(row, first), now, Rules with { Room = 2 });
        TickDecision none = Decide(row, now, Rules with { Room = 0 });

        first.Fires.Select(fire => fire.Nominal).ShouldBe([Now.AddMinutes(1), Now.AddMinutes(2)]);
        first.NextRun.ShouldBe(Now.AddMinutes(3));
        second.Fires.Select(fire => fire.Nominal).ShouldBe([Now.AddMinutes(3), Now.AddMinutes(4)]);
        none.Fires.ShouldBeEmpty();
        none.NextRun.ShouldBe(row.NextRun);
        none.Watermark.ShouldBe(row.Watermark);
    }

    [Fact]
    public void An_occurrence_older_than_its_starting_deadline_is_not_fired()
    {
        PeriodicTaskRow row = Row(Minutely with { StartingDeadline = TimeSpan.FromSeconds(90), CatchUp = CatchUp.All });

        TickDecision decision = Decide(row, Now.AddMinutes(10).AddSeconds(30));

        decision.Fires[0].Count.ShouldBe(9);
        decision.Fires[0].Reason.ShouldBe("later than its starting deadline of 90 s");
        decision.Fires[1].Nominal.ShouldBe(Now.AddMinutes(10));
        decision.Fires[1].SendBefore.ShouldBe(Now.AddMinutes(11).AddSeconds(30));
    }

    [Fact]
    public void A_task_that_has_expired_fires_nothing_more_and_says_why()
    {
        PeriodicTaskRow row = Row(Minutely with { Expires = Now.AddMinutes(3) });

        TickDecision decision = Decide(row, Now.AddMinutes(3));

        decision.Fires.ShouldHaveSingleItem().Outcome.ShouldBe(FireOutcome.Expired);
        decision.Fires[0].Count.ShouldBe(2);
        decision.DisabledReason.ShouldBe("the periodic task expired at 2026-11-23T12:03:00.0000000Z");
    }

    [Fact]
    public void The_last_occurrence_before_the_expiry_ends_the_task()
    {
        TickDecision decision = Decide(Row(Minutely with { Expires = Now.AddMinutes(2) }), Now.AddMinutes(1));

        decision.Runs.ShouldBe(1);
        decision.NextRun.ShouldBeNull();
        decision.DisabledReason.ShouldBe("no occurrence is left before it expires at 2026-11-23T12:02:00.0000000Z");
    }

    [Theory]
    [InlineData(CatchUp.Latest, 5)]
    [InlineData(CatchUp.All, 1)]
    [InlineData(CatchUp.None, 6)]
    public void A_one_off_fires_once_and_its_catch_up_says_for_which_of_several(CatchUp catchUp, int minute)
    {
        PeriodicTaskRow row = Row(Minutely with { OneOff = true, CatchUp = catchUp });

        TickDecision decision = Decide(row, Now.AddMinutes(6).AddSeconds(5));

        decision.Runs.ShouldBe(1);
        decision.Fires[^1].Nominal.ShouldBe(Now.AddMinutes(minute));
        decision.DisabledReason.ShouldBe("one-off: it has fired");
        decision.NextRun.ShouldBeNull();
    }

    [Fact]
    public void A_one_off_whose_occurrence_was_skipped_waits_for_the_next_one()
    {
        TickDecision decision = Decide(Row(Minutely with { OneOff = true, CatchUp = CatchUp.None }), Now.AddMinutes(1).AddSeconds(30));

        decision.Runs.ShouldBe(0);
        decision.DisabledReason.ShouldBeNull();
        decision.NextRun.ShouldBe(Now.AddMinutes(2));
    }

    [Theory]
    [InlineData(CatchUp.Latest)]
    [InlineData(CatchUp.None)]
    public void A_new_clocked_time_in_the_past_fires_at_once_whatever_its_catch_up(CatchUp catchUp)
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Clocked(Now.AddDays(-3)), CatchUp = catchUp });

        TickDecision decision = Decide(row, Now.AddMilliseconds(2));

        decision.Fires.ShouldHaveSingleItem().Kind.ShouldBe(FireKind.Scheduled);
        decision.Fires[0].Nominal.ShouldBe(Now.AddDays(-3));
        decision.Fires[0].Due.ShouldBe(Now);
        decision.DisabledReason.ShouldBe("one-off: it has fired");
    }

    [Fact]
    public void A_clocked_time_beyond_its_starting_deadline_does_not_fire_and_the_task_says_why()
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Clocked(Now.AddDays(-3)), StartingDeadline = TimeSpan.FromHours(1) });

        TickDecision decision = Decide(row, Now);

        decision.Fires.ShouldHaveSingleItem().Outcome.ShouldBe(FireOutcome.Skipped);
        decision.DisabledReason.ShouldBe("one-off: its only occurrence was not fired: later than its starting deadline of 3600 s");
    }

    [Fact]
    public void A_clocked_time_that_was_missed_is_skipped_when_nothing_is_caught_up_with()
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Clocked(Now.AddHours(1)), CatchUp = CatchUp.None });

        TickDecision decision = Decide(row, Now.AddHours(2));

        decision.Runs.ShouldBe(0);
        decision.DisabledReason.ShouldBe("one-off: its only occurrence was not fired: missed, and catch_up is none");
    }

    [Fact]
    public void A_run_that_has_not_finished_blocks_the_next_occurrence()
    {
        PeriodicTaskRow row = Row(Minutely with { Overlap = Overlap.Skip }) with { BusyUntil = Now.AddHours(1), LastTaskId = "previous" };

        TickDecision decision = Decide(row, Now.AddMinutes(1));

        decision.Fires.ShouldHaveSingleItem().Reason.ShouldBe("the previous run, previous, has not finished");
        decision.LastTaskId.ShouldBeNull();
        decision.Watermark.ShouldBe(Now.AddMinutes(1));
    }

    [Fact]
    public void A_run_that_nobody_waits_for_any_longer_blocks_nothing()
    {
        PeriodicTaskRow row = Row(Minutely with { Overlap = Overlap.Skip }) with { BusyUntil = Now.AddMinutes(1), LastTaskId = "previous" };

        TickDecision decision = Decide(row, Now.AddMinutes(1));

        decision.Runs.ShouldBe(1);
        decision.BusyUntil.ShouldBe(Now.AddMinutes(1).AddHours(1));
    }

    [Fact]
    public void Of_several_at_once_the_first_blocks_the_others()
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Every(TimeSpan.FromSeconds(2)), Overlap = Overlap.Skip });

        TickDecision decision = Decide(row, Now.AddSeconds(8));

        decision.Fires.Count.ShouldBe(2);
        decision.Fires[0].Nominal.ShouldBe(Now.AddSeconds(2));
        decision.Fires[1].Count.ShouldBe(3);
        decision.Fires[1].Reason.ShouldBe($"the previous run, {decision.Fires[0].TaskId}, has not finished");
    }

    [Fact]
    public void A_run_that_has_not_finished_is_revoked_by_the_next_one()
    {
        PeriodicTaskRow row = Row(Minutely with { Overlap = Overlap.CancelPrevious }) with { BusyUntil = Now.AddHours(1), LastTaskId = "previous" };

        Decide(row, Now.AddMinutes(1)).Fires.ShouldHaveSingleItem().RevokesTaskId.ShouldBe("previous");
        Decide(row with { BusyUntil = null }, Now.AddMinutes(1)).Fires.ShouldHaveSingleItem().RevokesTaskId.ShouldBeNull();
    }

    [Fact]
    public void Of_several_at_once_that_would_cancel_each_other_only_the_newest_fires()
    {
        PeriodicTaskRow row = Row(Minutely with { Schedule = Schedule.Every(TimeSpan.FromSeconds(2)), Overlap = Overlap.CancelPrevious });

        TickDecision decision = Decide(row, Now.AddSeconds(8));

        decision.Fires[0].Count.ShouldBe(3);
        decision.Fires[0].Reason.ShouldBe("a newer one was due as well, and overlap is cancel_previous");
        decision.Fires[1].Nominal.ShouldBe(Now.AddSeconds(8));
    }

    [Fact]
    public void Nobody_looks_for_the_result_of_a_task_that_keeps_none()
    {
        FireMessages messages = MessagesOf(
            new TaskDefinition("reports.build", _ => throw new InvalidOperationException()) { Options = new TaskOptions { IgnoreResult = true } });

        Decide(Row(Minutely), Now.AddMinutes(1), messages: messages).Fires[0].GiveUpAt.ShouldBeNull();
        Decide(Row(Minutely), Now.AddMinutes(1), Rules with { IsBackendShared = false }).Fires[0].GiveUpAt.ShouldBeNull();
        Decide(Row(Minutely with { Overlap = Overlap.Skip }), Now.AddMinutes(1), messages: messages).Error!.ShouldContain("overlap");
        Decide(Row(Minutely with { Overlap = Overlap.Skip }), Now.AddMinutes(1), Rules with { IsBackendShared = false }).Error!.ShouldContain("overlap");
    }

    [Fact]
    public void Nothing_at_or_before_the_watermark_ever_comes_back()
    {
        PeriodicTaskRow row = Row(Minutely) with { NextNominal = Now.AddMinutes(-5), NextRun = Now.AddMinutes(-5), Watermark = Now.AddMinutes(3) };

        TickDecision decision = Decide(row, Now.AddMinutes(4));

        decision.Fires.ShouldHaveSingleItem().Nominal.ShouldBe(Now.AddMinutes(4));
    }

    [Fact]
    public void A_row_that_is_not_due_yet_is_put_right_and_does_not_fire()
    {
        PeriodicTaskRow row = Row(Minutely) with { NextRun = Now };

        TickDecision decision = Decide(row, Now.AddSeconds(1));

        decision.Fires.ShouldBeEmpty();
        decision.NextRun.ShouldBe(Now.AddMinutes(1));
        decision.DisabledReason.ShouldBeNull();
    }

    [Fact]
    public void A_smaller_jitter_does_not_make_the_planned_occurrence_a_missed_one()
    {
        PeriodicTaskRow row = Row(Minutely with { Jitter = TimeSpan.FromSeconds(50), CatchUp = CatchUp.None });
        row = row with { NextRun = Now.AddMinutes(1).AddSeconds(40), Jitter = TimeSpan.Zero };

        Decide(row, Now.AddMinutes(1).AddSeconds(40)).Runs.ShouldBe(1);
    }
}

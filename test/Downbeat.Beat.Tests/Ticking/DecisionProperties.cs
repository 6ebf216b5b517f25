using Downbeat.ScheduleStores;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Beat.Tests.Ticking;

/// <summary>Whatever the settings and however the clock goes: each occurrence is fired or skipped exactly once, and as the rules say.</summary>
public sealed class DecisionProperties
{
    private const int Tests = 1_500;

    [Fact]
    public void Each_decision_is_what_walking_all_occurrences_comes_to()
    {
        int fired = 0;
        int skipped = 0;
        Simulate((scenario, oracle, row, now, decision) =>
        {
            Expected[] history =
            [
                .. decision.Fires.Select(fire => new Expected(
                    fire.Nominal, fire.NominalUntil ?? fire.Nominal, fire.Count, fire.Outcome, fire.Kind, fire.RevokesTaskId is not null)),
            ];
            history.ShouldBe(oracle.Decide(row, now), $"{scenario.Task} at {now:O}, watermark {row.Watermark:O}, busy {row.BusyUntil:O}");
            fired += decision.Runs;
            skipped += decision.Fires.Count - decision.Runs;
        });

        fired.ShouldBeGreaterThan(Tests);
        skipped.ShouldBeGreaterThan(Tests / 2);
    }

    [Fact]
    public void No_occurrence_is_lost_none_comes_twice_and_all_come_in_order()
    {
        var settled = new Dictionary<Scenario, DateTimeOffset>(ReferenceEqualityComparer.Instance);
        Simulate((scenario, oracle, row, now, decision) =>
        {
            DateTimeOffset last = settled.TryGetValue(scenario, out DateTimeOffset known) ? known : row.Watermark!.Value;
            last.ShouldBe(row.Watermark!.Value);
            foreach (Fire fire in decision.Fires)
            {
                DateTimeOffset until = fire.NominalUntil ?? fire.Nominal;
                oracle.Occurrences(last).First().ShouldBe(fire.Nominal);
                oracle.Occurrences(last).TakeWhile(at => at <= until).LongCount().ShouldBe(fire.Count);
                oracle.Occurrences(fire.Nominal - TimeSpan.FromMicroseconds(1)).TakeWhile(at => at <= until).Last().ShouldBe(until);
                last = until;
            }

            (decision.Watermark ?? row.Watermark).ShouldBe(last);
            settled[scenario] = last;
            if (decision.NextNominal is { } next)
            {
                next.ShouldBe(oracle.Occurrences(last).First());
                decision.NextRun.ShouldBe(oracle.Due(next));
            }
        });
    }

    [Fact]
    public void Nothing_fires_before_the_start_time_at_or_after_the_expiry_or_before_it_is_due()
    {
        Simulate((scenario, oracle, row, now, decision) =>
        {
            foreach (Fire fire in decision.Fires.Where(fire => fire.Outcome == FireOutcome.Pending))
            {
                (fire.Nominal < scenario.Task.StartTime).ShouldBeFalse();
                (fire.Nominal >= scenario.Task.Expires).ShouldBeFalse();
                (now >= scenario.Task.Expires).ShouldBeFalse();
                fire.Due.ShouldBe(oracle.Due(fire.Nominal));
                fire.Due.ShouldBeLessThanOrEqualTo(now);
                fire.FiredAt.ShouldBe(now);
                fire.SendBefore.ShouldBe(fire.Nominal + scenario.Task.StartingDeadline);
            }
        });
    }

    [Fact]
    public void A_task_stays_enabled_exactly_as_long_as_something_is_left()
    {
        Simulate((scenario, oracle, row, now, decision) =>
        {
            bool isOneOff = scenario.Task.OneOff || scenario.Task.Schedule!.Kind == ScheduleKind.Clocked;
            bool isOver = (isOneOff && decision.Runs > 0) || !oracle.Occurrences(decision.Watermark!.Value).Any();
            (decision.DisabledReason is not null).ShouldBe(isOver);
            (decision.NextRun is null).ShouldBe(isOver);
            decision.Runs.ShouldBeLessThanOrEqualTo(isOneOff ? 1 : int.MaxValue);
            decision.Fires.Count(fire => fire.Outcome == FireOutcome.Pending).ShouldBe(decision.Runs);
            decision.LastTaskId.ShouldBe(decision.Fires.LastOrDefault(fire => fire.Outcome == FireOutcome.Pending)?.TaskId);
            (decision.BusyUntil is not null).ShouldBe(decision.Runs > 0 && scenario.Task.Overlap != Overlap.Allow);
        });
    }

    private static void Simulate(Action<Scenario, Oracle, PeriodicTaskRow, DateTimeOffset, TickDecision> check)
    {
        Prop.ForAll(Scenario.Any.ToArbitrary(), scenario =>
        {
            PeriodicTaskRow row = Some.Row(scenario.Task);
            var oracle = new Oracle(row, scenario.Task, scenario.Rules);
            DateTimeOffset now = Some.Now;
            foreach (Step step in scenario.Steps)
            {
                now += step.Elapsed;
                row = step.Finishes ? row with { BusyUntil = null } : row;

                // A tick that leaves something over is followed by another at once.
                for (int tick = 0; tick < 3 && row.Enabled && row.NextRun <= now; tick++)
                {
                    TickDecision decision = Some.Decide(row, now, scenario.Rules);
                    decision.Error.ShouldBeNull();
                    check(scenario, oracle, row, now, decision);
                    row = Some.Apply(row, decision);
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Tests));
    }
}

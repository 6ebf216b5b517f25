using System.Collections.Concurrent;
using Downbeat.Brokers;
using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests.ScheduleStores;

/// <summary>Periodic tasks as beat claims them: each occurrence once, whatever happens.</summary>
[SuiteOf(typeof(ITicks))]
public abstract class TicksCompliance : ScheduleStoreTest
{
    [Fact]
    public async Task A_tick_with_nothing_due_asks_nobody_and_tells_when_the_next_is_due()
    {
        (await TickAsync((_, _) => throw new InvalidOperationException())).NextRun.ShouldBeNull();
        await AddAsync("later", Now.AddHours(2));
        await AddAsync("soon", Now.AddMicroseconds(1));
        await AddAsync("disabled", Now.AddHours(-1), row => row with { Enabled = false });
        await AddAsync("quarantined", Now.AddHours(-1), row => row with { Error = "no" });

        TickReport report = await TickAsync((_, _) => throw new InvalidOperationException());

        report.ShouldBe(new TickReport(Now, 0, 0, 0, 0, report.Quarantined, Now.AddMicroseconds(1)) { Lateness = report.Lateness });
        report.Quarantined.ShouldBeEmpty();
        report.Lateness.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_is_due_is_claimed_and_its_fire_and_its_advance_are_written_together()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(2));

        TickReport report = await TickAsync();

        report.Now.ShouldBe(Now);
        report.Claimed.ShouldBe(1);
        report.Pending.ShouldBe(1);
        report.Published.ShouldBe(0);
        report.Lateness.ShouldBe([TimeSpan.FromSeconds(2)]);
        report.NextRun.ShouldBe(row.NextRun + Every);
        Fire fire = (await FiresAsync()).ShouldHaveSingleItem();
        fire.Outcome.ShouldBe(FireOutcome.Pending);
        fire.Nominal.ShouldBe(row.NextNominal!.Value);
        fire.Lateness.ShouldBe(TimeSpan.FromSeconds(2));
        (await ReadAsync(row)).ShouldBe(row with
        {
            Watermark = row.NextNominal,
            NextNominal = row.NextNominal + Every,
            NextRun = row.NextRun + Every,
            LastRun = Now,
            TotalRuns = 1,
            LastTaskId = fire.TaskId,
            BusyUntil = Now.AddHours(1),
        });
    }

    [Fact]
    public async Task A_decision_is_made_with_the_stores_id_and_clock_and_the_row_as_it_stands()
    {
        PeriodicTaskRow row = await AddDueAsync();
        TickContext first = default;
        PeriodicTaskRow? seen = null;
        await TickAsync((task, context) =>
        {
            (seen, first) = (task, context);
            return Decide(task, context);
        });

        seen.ShouldBe(row);
        first.Now.ShouldBe(Now);
        first.StoreId.Version.ShouldBe(4);
        (first.StoreId.Variant & 0xC).ShouldBe(0x8);
        await Fixture.AdvanceAsync(Every);
        TickContext second = default;
        await OpenAnother().Ticks.TickAsync(
            new TickRequest(10, (task, context) => { second = context; return Decide(task, context); }), Token);
        second.ShouldBe(new TickContext(first.StoreId, Now));
    }

    [Fact]
    public async Task Rows_are_claimed_oldest_first_and_no_more_than_were_asked_for()
    {
        for (int i = 0; i < 5; i++)
        {
            await AddAsync($"task {i}", Now.AddSeconds(-i));
        }

        var order = new List<string>();
        TickReport report = await TickAsync(
            (row, context) =>
            {
                order.Add(row.Name);
                return Decide(row, context);
            },
            max: 3);

        order.ShouldBe(["task 4", "task 3", "task 2"]);
        report.Claimed.ShouldBe(3);
        report.NextRun.ShouldBe(Now.AddSeconds(-1));
    }

    [Fact]
    public async Task A_row_whose_next_occurrence_is_still_to_be_found_is_planned()
    {
        PeriodicTaskRow row = await AddAsync("new", null);

        TickReport report = await TickAsync();

        report.Claimed.ShouldBe(1);
        report.NextRun.ShouldBe(Now + Every);
        (await ReadAsync(row)).ShouldBe(row with { Anchor = Now, Watermark = Now, NextNominal = Now + Every, NextRun = Now + Every });
        (await FiresAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_rows_that_are_to_be_planned_do_not_keep_those_that_are_due_waiting_nor_the_other_way_round()
    {
        for (int i = 0; i < 20; i++)
        {
            await AddAsync($"new {i}", null);
            await AddAsync($"due {i}", Now);
        }

        var seen = new List<string>();
        TickReport report = await TickAsync(
            (row, context) =>
            {
                seen.Add(row.Name[..3]);
                return Decide(row, context);
            },
            max: 8);

        report.Claimed.ShouldBe(8);
        seen.ShouldContain("new");
        seen.ShouldContain("due");
        report.NextRun.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Now);
    }

    [Fact]
    public async Task Every_field_of_a_decision_is_written()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now, task => task with { LastRun = Now.AddDays(-1), LastTaskId = "old", LastOutcome = "SUCCESS", TotalRuns = 7, BusyUntil = Now });
        await TickAsync((_, _) => new TickDecision
        {
            Anchor = Now.AddSeconds(1),
            Watermark = Now.AddSeconds(2),
            NextNominal = Now.AddSeconds(3),
            NextRun = Now.AddSeconds(4),
            DisabledReason = "over",
        });

        PeriodicTaskRow ended = await ReadAsync(row);
        ended.ShouldBe(row with
        {
            Anchor = Now.AddSeconds(1),
            Watermark = Now.AddSeconds(2),
            NextNominal = Now.AddSeconds(3),
            NextRun = Now.AddSeconds(4),
            Enabled = false,
            DisabledReason = "over",
        });
        (await TickAsync()).NextRun.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_run_clears_the_outcome_of_the_last_one_and_sets_how_long_it_blocks()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now, task => task with { LastTaskId = "old", LastOutcome = "SUCCESS", BusyUntil = Now });

        await TickAsync((task, context) => Decide(task, context) with { BusyUntil = null });

        PeriodicTaskRow read = await ReadAsync(row);
        read.LastOutcome.ShouldBeNull();
        read.BusyUntil.ShouldBeNull();
        read.LastTaskId.ShouldNotBe("old");
    }

    [Fact]
    public async Task The_watermark_never_goes_back()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now, task => task with { Watermark = Now.AddSeconds(-1) });

        await TickAsync((_, _) => new TickDecision { Watermark = Now.AddHours(-1), NextNominal = Now, NextRun = Now });

        (await ReadAsync(row)).Watermark.ShouldBe(Now.AddSeconds(-1));
    }

    [Fact]
    public async Task An_occurrence_fires_once_though_it_is_decided_again()
    {
        DateTimeOffset nominal = Now;
        await AddDueAsync();
        TickDecision Again(PeriodicTaskRow row, TickContext context) =>
            Decide(row, context) with { Fires = [FireOf(row, context, nominal), FireOf(row, context, nominal)], Watermark = null };

        (await TickAsync(Again)).Pending.ShouldBe(1);
        await Fixture.AdvanceAsync(Every);
        (await TickAsync(Again)).Pending.ShouldBe(0);

        (await FiresAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_occurrence_at_or_before_the_watermark_does_not_fire_though_its_history_is_gone()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now, task => task with { Watermark = Now });

        TickReport report = await TickAsync((task, context) => Decide(task, context) with
        {
            Fires = [FireOf(task, context, Now.AddSeconds(-5)), FireOf(task, context, Now), FireOf(task, context, Now.AddMicroseconds(1))],
        });

        report.Pending.ShouldBe(1);
        (await FiresAsync(new FireQuery { PeriodicTaskId = row.Id })).ShouldHaveSingleItem().Nominal.ShouldBe(Now.AddMicroseconds(1));
    }

    [Fact]
    public async Task A_skipped_stretch_is_one_row_and_counts_as_many()
    {
        PeriodicTaskRow row = await AddDueAsync();

        TickReport report = await TickAsync((task, context) => Decide(task, context) with
        {
            Fires = [SkippedOf(task, context, Now, Now.AddSeconds(90), 10), FireOf(task, context, Now.AddSeconds(100))],
        });

        report.Skipped.ShouldBe(10);
        report.Pending.ShouldBe(1);
        report.Lateness.Count.ShouldBe(1);
        IReadOnlyList<Fire> fires = await FiresAsync();
        fires.Select(fire => fire.Outcome).ShouldBe([FireOutcome.Pending, FireOutcome.Skipped]);
        fires[1].Count.ShouldBe(10);
        fires[1].NominalUntil.ShouldBe(Now.AddSeconds(90));
        fires[1].Reason.ShouldBe("missed");
        fires[1].PeriodicTaskId.ShouldBe(row.Id);
    }

    [Fact]
    public async Task A_row_that_cannot_be_decided_is_quarantined_and_leaves_the_rest_alone()
    {
        PeriodicTaskRow bad = await AddAsync("bad", Now.AddSeconds(-1));
        PeriodicTaskRow good = await AddAsync("good", Now);

        TickReport report = await TickAsync((row, context) => row.Name == "bad" ? new TickDecision { Error = "schedule: no", NextRun = Now } : Decide(row, context));

        report.Quarantined.ShouldBe([new QuarantinedRow("bad", "schedule: no")]);
        report.Claimed.ShouldBe(2);
        (await ReadAsync(bad)).ShouldBe(bad with { Error = "schedule: no" });
        (await ReadAsync(good)).TotalRuns.ShouldBe(1);
        (await TickAsync()).Claimed.ShouldBe(0);
    }

    [Fact]
    public async Task A_quarantined_row_that_is_edited_takes_part_again()
    {
        PeriodicTaskRow bad = await AddDueAsync();
        await TickAsync((_, _) => new TickDecision { Error = "no" });

        await Store.Tasks.UpdateAsync(new PeriodicTaskEdit(bad with { Revision = 2, Error = null }, 1, IsReplanned: false), Token);

        (await TickAsync()).Pending.ShouldBe(1);
    }

    [Fact]
    public async Task When_a_decision_throws_nothing_of_the_tick_is_written()
    {
        PeriodicTaskRow first = await AddAsync("a", Now.AddSeconds(-1));
        await AddAsync("b", Now);

        await Should.ThrowAsync<InvalidCastException>(() => TickAsync((row, context) => row.Name == "b" ? throw new InvalidCastException() : Decide(row, context)));

        (await ReadAsync(first)).ShouldBe(first);
        (await FiresAsync()).ShouldBeEmpty();
        (await TickAsync()).Pending.ShouldBe(2);
    }

    [Fact]
    public async Task A_tick_that_was_cancelled_before_it_began_writes_nothing()
    {
        PeriodicTaskRow row = await AddDueAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.Ticks.TickAsync(new TickRequest(10, Decide), cancelled.Token));

        (await ReadAsync(row)).ShouldBe(row);
    }

    [Fact]
    public async Task Among_many_beats_each_occurrence_fires_once()
    {
        const int Rows = 40;
        const int Rounds = 5;
        for (int i = 0; i < Rows; i++)
        {
            await AddAsync($"task {i}", Now);
        }

        IScheduleStore another = OpenAnother();
        var decided = new ConcurrentBag<(Guid, DateTimeOffset)>();
        for (int round = 0; round < Rounds; round++)
        {
            TickReport[] reports = await Soon(Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(
                () => (n % 2 == 0 ? Store : another).Ticks.TickAsync(new TickRequest(7, Decide), Token).AsTask(), Token))));
            reports.Sum(report => report.Pending).ShouldBe(Rows);
            await Fixture.AdvanceAsync(Every);
        }

        IReadOnlyList<Fire> fires = await FiresAsync(new FireQuery { Page = new Paging.PageRequest { Take = 1_000 } });
        fires.Count.ShouldBe(Rows * Rounds);
        fires.Select(fire => fire.TaskId).Distinct().Count().ShouldBe(Rows * Rounds);
    }

    [Fact]
    public async Task A_broker_in_the_same_database_takes_the_messages_in_the_same_transaction()
    {
        Func<IReadOnlyList<BrokerMessage>, System.Data.Common.DbTransaction, CancellationToken, ValueTask> publish = PublishHere();
        PeriodicTaskRow row = await AddDueAsync();

        TickReport report = await Soon(Store.Ticks.TickAsync(new TickRequest(10, Decide) { Publish = publish }, Token));

        report.Published.ShouldBe(1);
        report.Pending.ShouldBe(0);
        Fire fire = (await FiresAsync()).ShouldHaveSingleItem();
        fire.Outcome.ShouldBe(FireOutcome.Published);
        fire.PublishedAt.ShouldBe(Now);
        fire.Attempts.ShouldBe(1);
        fire.Message.ShouldBeNull();
        (await Store.Fires.GetOutboxAsync(Token)).Pending.ShouldBe(0);
        (await MessagesAsync()).ShouldBe([fire.TaskId]);
        (await ReadAsync(row)).LastTaskId.ShouldBe(fire.TaskId);
    }

    [Fact]
    public async Task A_fire_that_first_has_to_revoke_a_run_is_left_to_the_outbox()
    {
        Func<IReadOnlyList<BrokerMessage>, System.Data.Common.DbTransaction, CancellationToken, ValueTask> publish = PublishHere();
        await AddDueAsync();

        TickReport report = await Soon(Store.Ticks.TickAsync(
            new TickRequest(10, (row, context) => Decide(row, context) with { Fires = [FireOf(row, context, Now) with { RevokesTaskId = "previous" }] }) { Publish = publish },
            Token));

        report.Published.ShouldBe(0);
        report.Pending.ShouldBe(1);
        (await FiresAsync()).ShouldHaveSingleItem().RevokesTaskId.ShouldBe("previous");
        (await MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_publishing_in_the_tick_fails_nothing_of_the_tick_is_written()
    {
        Func<IReadOnlyList<BrokerMessage>, System.Data.Common.DbTransaction, CancellationToken, ValueTask> publish = PublishHere();
        PeriodicTaskRow row = await AddDueAsync();

        await Should.ThrowAsync<InvalidCastException>(async () => await Store.Ticks.TickAsync(
            new TickRequest(10, Decide)
            {
                Publish = async (messages, transaction, token) =>
                {
                    await publish(messages, transaction, token);
                    throw new InvalidCastException();
                },
            },
            Token));

        (await ReadAsync(row)).ShouldBe(row);
        (await FiresAsync()).ShouldBeEmpty();
        (await MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_whose_previous_run_may_not_have_finished_are_found_before_they_are_due()
    {
        await AddAsync("busy", Now.AddSeconds(2), row => row with { BusyUntil = Now.AddHours(1), LastTaskId = "a" });
        await AddAsync("busier", Now.AddSeconds(1), row => row with { BusyUntil = Now.AddHours(1), LastTaskId = "b" });
        await AddAsync("later", Now.AddSeconds(30), row => row with { BusyUntil = Now.AddHours(1), LastTaskId = "c" });
        await AddAsync("free", Now.AddSeconds(1), row => row with { LastTaskId = "d" });
        await AddAsync("never ran", Now.AddSeconds(1), row => row with { BusyUntil = Now.AddHours(1) });
        await AddAsync("disabled", Now.AddSeconds(1), row => row with { BusyUntil = Now.AddHours(1), LastTaskId = "e", Enabled = false });

        (await Store.Ticks.FindBusyAsync(Now.AddSeconds(5), 10, Token)).ShouldBe(["b", "a"]);
        (await Store.Ticks.FindBusyAsync(Now.AddSeconds(5), 1, Token)).ShouldBe(["b"]);
        (await Store.Ticks.FindBusyAsync(Now, 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task With_newer_time_zones_what_is_not_due_yet_is_planned_anew()
    {
        PeriodicTaskRow due = await AddAsync("due", Now);
        PeriodicTaskRow later = await AddAsync("later", Now.AddHours(1));
        PeriodicTaskRow off = await AddAsync("off", Now.AddHours(1), row => row with { Enabled = false });
        TickDecision Replan(PeriodicTaskRow row, DateTimeOffset now) => new() { NextNominal = now.AddHours(2), NextRun = now.AddHours(2) };
        (await Store.Ticks.ReplanAsync("2025a", Replan, Token)).ShouldBe(0);
        (await ReadAsync(later)).ShouldBe(later);

        (await Store.Ticks.ReplanAsync("2025b", Replan, Token)).ShouldBe(1);

        (await ReadAsync(due)).ShouldBe(due);
        (await ReadAsync(off)).ShouldBe(off);
        (await ReadAsync(later)).ShouldBe(later with { NextNominal = Now.AddHours(2), NextRun = Now.AddHours(2) });
        (await Store.Ticks.ReplanAsync("2025b", Replan, Token)).ShouldBe(0);
        (await OpenAnother().Ticks.ReplanAsync("2024b", Replan, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Many_rows_are_planned_anew()
    {
        await Store.Ticks.ReplanAsync("2025a", (_, _) => new TickDecision(), Token);
        await Task.WhenAll(Enumerable.Range(0, 1_100).Select(i => AddAsync($"task {i}", Now.AddHours(1))));

        long planned = await Store.Ticks.ReplanAsync("2025b", (_, now) => new TickDecision { NextNominal = now.AddHours(2), NextRun = now.AddHours(2) }, Token);

        planned.ShouldBe(1_100);
        (await TickAsync()).NextRun.ShouldBe(Now.AddHours(2));
    }

    private Func<IReadOnlyList<BrokerMessage>, System.Data.Common.DbTransaction, CancellationToken, ValueTask> PublishHere()
    {
        var broker = Get<IBroker>() as ITransactionalBroker;
        OnlyIf(broker is not null && broker.Capabilities.Database == Store.Capabilities.Database, "a broker in the same database");
        return broker!.PublishAsync;
    }
}

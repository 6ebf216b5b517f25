using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests.ScheduleStores;

/// <summary>Fires: history and outbox.</summary>
[SuiteOf(typeof(IFires))]
public abstract class FiresCompliance : ScheduleStoreTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private IFires Fires => Store.Fires;

    [Fact]
    public async Task A_pending_fire_is_claimed_as_it_was_written()
    {
        PeriodicTaskRow row = await AddDueAsync();
        Fire? written = null;
        await TickAsync((task, context) =>
        {
            written = FireOf(task, context, Now) with
            {
                Kind = FireKind.CatchUp,
                Due = Now.AddMilliseconds(5),
                SendBefore = Now.AddMinutes(1),
                CatchUp = CatchUp.None,
                RevokesTaskId = "previous",
            };
            written = written with
            {
                Message = written.Message! with { Priority = 7, Exchange = "x", RoutingKey = "r", AvailableAt = Now.AddSeconds(3) },
            };
            return Decide(task, context) with { Fires = [written] };
        });

        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);

        claim.Now.ShouldBe(Now);
        Fire fire = claim.Fires.ShouldHaveSingleItem();
        fire.Key.ShouldBeGreaterThan(0);
        fire.ShouldBe(written! with { Key = fire.Key, Attempts = 1, Message = fire.Message });
        fire.Message.ShouldNotBeNull().Message.Body.ToArray().ShouldBe(written.Message!.Message.Body.ToArray());
        (fire.Message with { Message = written.Message.Message }).ShouldBe(written.Message);
        fire.PeriodicTaskId.ShouldBe(row.Id);
    }

    [Fact]
    public async Task Fires_are_claimed_oldest_first_by_one_relay_at_a_time()
    {
        string[] ids = await FireAsync(5);

        FireClaim first = await Fires.ClaimAsync(2, Lease, Token);
        FireClaim second = await OpenAnother().Fires.ClaimAsync(10, Lease, Token);
        FireClaim third = await Fires.ClaimAsync(10, Lease, Token);

        first.Fires.Select(fire => fire.TaskId).ShouldBe(ids[..2]);
        second.Fires.Select(fire => fire.TaskId).ShouldBe(ids[2..]);
        third.Fires.ShouldBeEmpty();
        first.Token.ShouldNotBe(second.Token);
    }

    [Fact]
    public async Task A_claim_that_is_not_settled_in_time_is_made_again_and_the_first_one_settles_nothing_any_more()
    {
        await FireAsync(1);
        FireClaim late = await Fires.ClaimAsync(10, Lease, Token);
        await Fixture.AdvanceAsync(Lease);
        FireClaim second = await OpenAnother().Fires.ClaimAsync(10, Lease, Token);
        second.Fires.ShouldHaveSingleItem().Attempts.ShouldBe(2);

        await Fires.SettleAsync(late, [new FireSettlement(late.Fires[0].Key, FireOutcome.Failed, "late")], Token);
        (await FiresAsync()).ShouldHaveSingleItem().Outcome.ShouldBe(FireOutcome.Pending);
        await Fires.SettleAsync(second, [new FireSettlement(second.Fires[0].Key, FireOutcome.Published)], Token);
        await Fires.SettleAsync(second, [new FireSettlement(second.Fires[0].Key, FireOutcome.Failed, "twice")], Token);

        Fire fire = (await FiresAsync()).ShouldHaveSingleItem();
        fire.Outcome.ShouldBe(FireOutcome.Published);
        fire.Reason.ShouldBeNull();
        fire.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_claim_made_before_the_clock_was_set_back_does_not_hold_longer_than_claims_do()
    {
        await FireAsync(1);
        await Fires.ClaimAsync(10, Lease, Token);
        OnlyIf(await Fixture.TrySetClockAsync(Now.AddHours(-1)), "a clock that can be set");

        (await Fires.ClaimAsync(10, Lease, Token)).Fires.Count.ShouldBe(1);
        (await Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FireOutcome.Published, null)]
    [InlineData(FireOutcome.Skipped, "too old")]
    [InlineData(FireOutcome.Expired, "expired")]
    [InlineData(FireOutcome.Failed, "no such exchange")]
    public async Task A_settled_fire_leaves_the_outbox_and_keeps_its_outcome(FireOutcome outcome, string? reason)
    {
        await FireAsync(1);
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);
        await Fixture.AdvanceAsync(TimeSpan.FromMilliseconds(500));

        await Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, outcome, reason)], Token);

        Fire fire = (await FiresAsync()).ShouldHaveSingleItem();
        fire.Outcome.ShouldBe(outcome);
        fire.Reason.ShouldBe(reason);
        fire.PublishedAt.ShouldBe(outcome == FireOutcome.Published ? Now : null);
        fire.Message.ShouldBeNull();
        (await Fires.GetOutboxAsync(Token)).ShouldBe(new OutboxState(0, null));
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1));
        (await Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fire_that_is_given_back_is_tried_again_a_little_later()
    {
        string[] ids = await FireAsync(1);
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);

        await Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Pending, "the broker is away")], Token);

        (await FiresAsync()).ShouldHaveSingleItem().Reason.ShouldBe("the broker is away");
        (await Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldBeEmpty();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(5));
        Fire again = (await Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldHaveSingleItem();
        again.TaskId.ShouldBe(ids[0]);
        again.Message.ShouldNotBeNull();
        again.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_fire_that_will_not_be_published_blocks_no_other()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();
        (await ReadAsync(row)).BusyUntil.ShouldNotBeNull();
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);

        await Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Expired, "expired")], Token);

        (await ReadAsync(row)).BusyUntil.ShouldBeNull();
    }

    [Fact]
    public async Task A_fire_that_is_published_late_blocks_from_then_on()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();
        DateTimeOffset busyUntil = (await ReadAsync(row)).BusyUntil!.Value;
        await Fixture.AdvanceAsync(TimeSpan.FromMinutes(5));
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);

        await Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Published)], Token);

        (await ReadAsync(row)).BusyUntil.ShouldBe(busyUntil.AddMinutes(5));
        (await FiresAsync()).ShouldHaveSingleItem().GiveUpAt.ShouldBe(busyUntil.AddMinutes(5));
    }

    [Fact]
    public async Task A_claim_tells_which_unsent_fire_would_be_sent_instead()
    {
        await AddDueAsync();
        DateTimeOffset first = Now;
        for (int i = 0; i < 3; i++)
        {
            await TickAsync((row, context) => Decide(row, context) with { Fires = [FireOf(row, context, row.NextRun!.Value) with { CatchUp = CatchUp.Latest }] });
            await Fixture.AdvanceAsync(Every);
        }

        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);

        claim.Fires.Select(fire => fire.SupersededDue).ShouldBe([first + Every, first + (2 * Every), null]);
        (await FiresAsync()).ShouldAllBe(fire => fire.SupersededDue == null);
    }

    [Fact]
    public async Task Many_relays_settle_each_fire_once()
    {
        string[] ids = await FireAsync(60);
        IScheduleStore another = OpenAnother();

        string[][] claimed = await Soon(Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => RelayAsync(n % 2 == 0 ? Store : another), Token))));

        claimed.SelectMany(some => some).Order(StringComparer.Ordinal).ShouldBe(ids.Order(StringComparer.Ordinal));
        (await Fires.GetOutboxAsync(Token)).Pending.ShouldBe(0);

        async Task<string[]> RelayAsync(IScheduleStore store)
        {
            var mine = new List<string>();
            while (true)
            {
                FireClaim claim = await store.Fires.ClaimAsync(4, Lease, Token);
                if (claim.Fires.Count == 0)
                {
                    return [.. mine];
                }

                mine.AddRange(claim.Fires.Select(fire => fire.TaskId));
                await store.Fires.SettleAsync(claim, [.. claim.Fires.Select(fire => new FireSettlement(fire.Key, FireOutcome.Published))], Token);
            }
        }
    }

    [Fact]
    public async Task A_fire_by_hand_is_claimed_by_who_adds_it_and_sent_by_a_relay_when_that_one_dies()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now.AddHours(1));
        Fire fire = ManualOf(row);

        FireClaim claim = await Fires.AddAsync(fire, Lease, Token);

        Fire added = claim.Fires.ShouldHaveSingleItem();
        added.ShouldBe(fire with { Key = added.Key, Attempts = 1, Message = added.Message });
        (await Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldBeEmpty();
        await Fixture.AdvanceAsync(Lease);
        (await Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldHaveSingleItem().TaskId.ShouldBe(fire.TaskId);
        (await ReadAsync(row)).ShouldBe(row);
    }

    [Fact]
    public async Task Fires_by_hand_at_one_moment_are_told_apart_and_one_is_added_once()
    {
        PeriodicTaskRow row = await AddDueAsync();
        Fire one = ManualOf(row);
        await Fires.AddAsync(one, Lease, Token);
        await Fires.AddAsync(ManualOf(row), Lease, Token);
        await TickAsync();

        (await FiresAsync(new FireQuery { PeriodicTaskId = row.Id })).Count.ShouldBe(3);
        await Should.ThrowAsync<InvalidValueException>(async () => await Fires.AddAsync(one, Lease, Token));
        (await FiresAsync(new FireQuery { PeriodicTaskId = row.Id })).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_outbox_tells_how_much_waits_and_since_when()
    {
        (await Fires.GetOutboxAsync(Token)).ShouldBe(new OutboxState(0, null));
        DateTimeOffset first = Now;
        await FireAsync(2);
        await Fires.ClaimAsync(1, Lease, Token);

        (await Fires.GetOutboxAsync(Token)).ShouldBe(new OutboxState(2, first));
    }

    [Fact]
    public async Task Published_fires_are_looked_up_until_their_run_is_known_to_have_finished()
    {
        Fire fire = await PublishOneAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(5));

        UnfinishedRun run = (await Fires.FindUnfinishedAsync(10, Token)).ShouldHaveSingleItem();
        run.ShouldBe(new UnfinishedRun(fire.Key, fire.TaskId, fire.PublishedAt!.Value, null, fire.GiveUpAt!.Value));

        await Fires.CopyRunsAsync([new RunCopy(fire.Key, fire.TaskId, "STARTED", Now, null, Now.AddSeconds(10))], Token);
        (await Fires.FindUnfinishedAsync(10, Token)).ShouldBeEmpty();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(10));
        (await Fires.FindUnfinishedAsync(10, Token)).ShouldHaveSingleItem().RunState.ShouldBe("STARTED");

        await Fires.CopyRunsAsync([new RunCopy(fire.Key, fire.TaskId, "SUCCESS", null, Now, null)], Token);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1));
        (await Fires.FindUnfinishedAsync(10, Token)).ShouldBeEmpty();
        Fire done = (await FiresAsync()).ShouldHaveSingleItem();
        done.RunState.ShouldBe("SUCCESS");
        done.RunStartedAt.ShouldNotBeNull();
        done.RunDoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_nobody_can_learn_is_not_looked_up()
    {
        await AddDueAsync();
        await TickAsync((row, context) => Decide(row, context) with { Fires = [FireOf(row, context, Now) with { GiveUpAt = null }] });
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);
        await Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Published)], Token);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1));

        (await Fires.FindUnfinishedAsync(10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unfinished_runs_come_oldest_first_and_no_more_than_were_asked_for()
    {
        string[] ids = await FireAsync(4);
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);
        await Fires.SettleAsync(claim, [.. claim.Fires.Select(fire => new FireSettlement(fire.Key, FireOutcome.Published))], Token);
        await Fires.CopyRunsAsync([new RunCopy(claim.Fires[0].Key, ids[0], "STARTED", null, null, Now.AddSeconds(3))], Token);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(3));

        (await Fires.FindUnfinishedAsync(10, Token)).Select(run => run.TaskId).ShouldBe([.. ids[1..], ids[0]]);
        (await Fires.FindUnfinishedAsync(2, Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_fate_of_the_last_run_is_copied_to_its_periodic_task()
    {
        PeriodicTaskRow row = await AddDueAsync();
        Fire first = await PublishDueAsync();
        DateTimeOffset busyUntil = (await ReadAsync(row)).BusyUntil!.Value;

        await Fires.CopyRunsAsync([new RunCopy(first.Key, first.TaskId, "STARTED", Now, null, Now.AddSeconds(1))], Token);
        (await ReadAsync(row)).LastOutcome.ShouldBe("STARTED");
        (await ReadAsync(row)).BusyUntil.ShouldBe(busyUntil);
        await Fires.CopyRunsAsync(
            [new RunCopy(first.Key, first.TaskId, "STARTED", Now, null, Now.AddSeconds(1)) { BlocksUntil = busyUntil.AddHours(1) }], Token);
        (await ReadAsync(row)).BusyUntil.ShouldBe(busyUntil.AddHours(1));
        await Fires.CopyRunsAsync([new RunCopy(first.Key, first.TaskId, "FAILURE", Now, Now, null)], Token);

        (await ReadAsync(row)).LastOutcome.ShouldBe("FAILURE");
        (await ReadAsync(row)).BusyUntil.ShouldBeNull();
    }

    [Fact]
    public async Task The_fate_of_an_older_run_does_not_touch_its_periodic_task()
    {
        PeriodicTaskRow row = await AddDueAsync();
        Fire first = await PublishDueAsync();
        await Fixture.AdvanceAsync(Every);
        await PublishDueAsync();
        PeriodicTaskRow before = await ReadAsync(row);

        await Fires.CopyRunsAsync([new RunCopy(first.Key, first.TaskId, "FAILURE", Now, Now, null)], Token);

        (await ReadAsync(row)).ShouldBe(before);
    }

    [Fact]
    public async Task A_fate_is_copied_by_task_id_alone_too_and_never_to_another_fire()
    {
        Fire fire = await PublishOneAsync();

        await Fires.CopyRunsAsync([new RunCopy(fire.Key, "another", "FAILURE", Now, Now, null), new RunCopy(fire.Key + 1, fire.TaskId, "FAILURE", Now, Now, null)], Token);
        (await FiresAsync()).ShouldHaveSingleItem().RunState.ShouldBeNull();
        await Fires.CopyRunsAsync([new RunCopy(0, fire.TaskId, "SUCCESS", Now, Now, null)], Token);

        (await FiresAsync()).ShouldHaveSingleItem().RunState.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task The_history_of_all_is_listed_newest_first_page_by_page()
    {
        string[] ids = await FireAsync(7);

        (await ListAsync(new FireQuery(), 3)).ShouldBe(ids.Reverse());
    }

    [Fact]
    public async Task The_history_of_one_periodic_task_is_listed_page_by_page_though_fires_share_a_moment()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await AddAsync("other", Now);
        for (int i = 0; i < 3; i++)
        {
            await TickAsync();
            for (int manual = 0; manual < 3; manual++)
            {
                await Fires.AddAsync(ManualOf(row), Lease, Token);
            }

            await Fixture.AdvanceAsync(Every);
        }

        foreach (int take in new[] { 1, 2, 5, 12 })
        {
            List<string> seen = await ListAsync(new FireQuery { PeriodicTaskId = row.Id }, take);
            seen.Count.ShouldBe(12);
            seen.Distinct().Count().ShouldBe(12);
        }

        IReadOnlyList<Fire> fires = await FiresAsync(new FireQuery { PeriodicTaskId = row.Id });
        fires.Select(fire => fire.Nominal).ShouldBe(fires.Select(fire => fire.Nominal).OrderDescending());
        (await FiresAsync(new FireQuery { PeriodicTaskId = Guid.NewGuid() })).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_history_is_chosen_by_outcome()
    {
        string[] ids = await FireAsync(4);
        FireClaim claim = await Fires.ClaimAsync(3, Lease, Token);
        await Fires.SettleAsync(
            claim,
            [
                new FireSettlement(claim.Fires[0].Key, FireOutcome.Published),
                new FireSettlement(claim.Fires[1].Key, FireOutcome.Failed, "no"),
                new FireSettlement(claim.Fires[2].Key, FireOutcome.Published),
            ],
            Token);

        (await ListAsync(new FireQuery { Outcome = FireOutcome.Published }, 1)).ShouldBe([ids[2], ids[0]]);
        (await ListAsync(new FireQuery { Outcome = FireOutcome.Failed }, 10)).ShouldBe([ids[1]]);
        (await ListAsync(new FireQuery { Outcome = FireOutcome.Pending }, 10)).ShouldBe([ids[3]]);
        (await ListAsync(new FireQuery { Outcome = FireOutcome.Published, PeriodicTaskId = claim.Fires[0].PeriodicTaskId }, 10)).ShouldBe([ids[0]]);
    }

    [Fact]
    public async Task A_page_that_nobody_gave_is_refused()
    {
        foreach (string after in new[] { "x", "1_x", "x_1", "" })
        {
            await Should.ThrowAsync<InvalidValueException>(async () =>
                await Fires.QueryAsync(new FireQuery { Page = new PageRequest { After = after } }, Token));
        }
    }

    /// <summary>Fires so many periodic tasks, one after the other.</summary>
    private async Task<string[]> FireAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await AddAsync($"task {i:000}", Now.AddSeconds(i - count));
        }

        await TickAsync();
        IReadOnlyList<Fire> fires = await FiresAsync();
        return [.. fires.Reverse().Select(fire => fire.TaskId)];
    }

    private async Task<Fire> PublishOneAsync()
    {
        await AddDueAsync();
        return await PublishDueAsync();
    }

    private async Task<Fire> PublishDueAsync()
    {
        await TickAsync();
        FireClaim claim = await Fires.ClaimAsync(10, Lease, Token);
        await Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Published)], Token);
        return (await FiresAsync())[0];
    }

    private async Task<List<string>> ListAsync(FireQuery query, int take)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            Page<Fire> page = await Fires.QueryAsync(query with { Page = new PageRequest { Take = take, After = after } }, Token);
            page.Items.Count.ShouldBeLessThanOrEqualTo(take);
            ids.AddRange(page.Items.Select(fire => fire.TaskId));
            after = page.Next;
        }
        while (after is not null);

        return ids;
    }
}

using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.Retention;
using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests.Retention;

/// <summary>What may be deleted is deleted, in batches, and nothing else.</summary>
[SuiteOf(typeof(IRetention))]
[SuiteOf(typeof(IRetentionTarget))]
public abstract class RetentionCompliance : RetentionTest
{
    [Fact]
    public void It_says_what_it_needs()
    {
        Retention.Capabilities.Technology.ShouldNotBeNullOrWhiteSpace();
        Retention.Capabilities.Database.ShouldNotBeNullOrWhiteSpace();
        Retention.Capabilities.BatchBudget.ShouldBeGreaterThan(TimeSpan.Zero);
        Retention.GetPause().ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        string[] kinds = [.. Retention.GetTargets(Policy).Select(target => target.Kind)];
        kinds.Distinct().Count().ShouldBe(kinds.Length);
    }

    [Fact]
    public async Task Results_are_deleted_when_they_have_expired_and_not_before()
    {
        await StoreAsync("success", TaskState.Success);
        await StoreAsync("failure", TaskState.Failure);
        await StoreAsync("revoked", TaskState.Revoked);
        await StoreAsync("own", TaskState.Success, keep: TimeSpan.FromHours(1));
        await StoreAsync("long", TaskState.Success, keep: TimeSpan.FromDays(30));
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1) - TimeSpan.FromMicroseconds(1));
        await StoreAsync("fresh", TaskState.Success);

        await CleanAsync();
        (await LeftAsync()).ShouldBe(["failure", "fresh", "long", "revoked", "success"]);

        await Fixture.AdvanceAsync(TimeSpan.FromMicroseconds(1));
        CleanupRun run = await CleanAsync();
        (await LeftAsync()).ShouldBe(["failure", "fresh", "long"]);
        run.Deleted["results"].Total.ShouldBe(2);
        run.Deleted["results"].ByState.ShouldBe(new Dictionary<string, long> { ["SUCCESS"] = 1, ["REVOKED"] = 1 }, ignoreOrder: true);

        await Fixture.AdvanceAsync(TimeSpan.FromDays(6));
        await CleanAsync();
        (await LeftAsync()).ShouldBe(["long"]);
    }

    [Fact]
    public async Task What_has_not_finished_is_never_deleted()
    {
        foreach (TaskState state in TaskState.All.Where(state => !state.IsFinished))
        {
            await StoreAsync(state.Name, state, "reports.build");
        }

        await StoreAsync("own", TaskState.Started, keep: TimeSpan.FromSeconds(1));
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1_000));

        await CleanAsync();

        (await LeftAsync()).Length.ShouldBe(TaskState.All.Count(state => !state.IsFinished) + 1);
    }

    [Fact]
    public async Task What_never_finished_can_be_given_up()
    {
        RetentionPolicy policy = Policy with { GiveUpAfter = TimeSpan.FromDays(30) };
        await StoreAsync("stuck", TaskState.Started, policy: policy);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(20));
        await StoreAsync("running", TaskState.Started, policy: policy);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(10));

        await CleanAsync(policy);

        (await LeftAsync()).ShouldBe(["running"]);
    }

    [Fact]
    public async Task What_was_due_to_be_given_up_and_finishes_in_time_is_kept_as_finished()
    {
        RetentionPolicy policy = Policy with { GiveUpAfter = TimeSpan.FromHours(1) };
        await StoreAsync("a", TaskState.Started, policy: policy);
        await Fixture.AdvanceAsync(TimeSpan.FromHours(2));
        await StoreAsync("a", TaskState.Success, policy: policy);

        await CleanAsync(policy);

        (await LeftAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Of_a_task_with_a_limit_the_newest_are_kept()
    {
        for (int i = 0; i < 6; i++)
        {
            await StoreAsync($"report{i}", i == 1 ? TaskState.Failure : TaskState.Success, "reports.build");
            await StoreAsync($"mail{i}", TaskState.Success, "reports.mail");
            await StoreAsync($"add{i}", TaskState.Success);
        }

        await StoreAsync("nameless", TaskState.Success, name: null);
        CleanupRun run = await CleanAsync();

        (await LeftAsync()).ShouldBe(
            ["add0", "add1", "add2", "add3", "add4", "add5", "mail3", "mail4", "mail5", "nameless", "report3", "report4", "report5"]);
        Totals(run.Deleted).ShouldBe(new Dictionary<string, long> { ["results over their task's limit"] = 6 });
        run.Deleted["results over their task's limit"].ByState.ShouldBe(new Dictionary<string, long> { ["SUCCESS"] = 5, ["FAILURE"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Unfinished_runs_count_towards_a_limit_but_are_not_deleted()
    {
        await StoreAsync("report0", TaskState.Success, "reports.build");
        await StoreAsync("report1", TaskState.Started, "reports.build");
        await StoreAsync("report2", TaskState.Success, "reports.build");
        await StoreAsync("report3", TaskState.Started, "reports.build");
        await StoreAsync("report4", TaskState.Success, "reports.build");

        await CleanAsync();

        (await LeftAsync()).ShouldBe(["report1", "report2", "report3", "report4"]);
    }

    [Fact]
    public async Task When_results_never_expire_none_is_ever_deleted()
    {
        var policy = new RetentionPolicy { ResultExpires = null, Rules = Policy.Rules };
        for (int i = 0; i < 5; i++)
        {
            await StoreAsync($"report{i}", TaskState.Success, "reports.build");
        }

        await Fixture.AdvanceAsync(TimeSpan.FromDays(1_000));
        await CleanAsync(policy);

        (await LeftAsync()).Length.ShouldBe(5);
        Retention.GetTargets(policy).ShouldNotContain(target => target.Role == RetentionRole.Results);
    }

    [Fact]
    public async Task A_new_policy_is_applied_to_what_was_stored_under_the_old_one_some_at_a_time()
    {
        for (int i = 0; i < 10; i++)
        {
            await StoreAsync($"id{i}", TaskState.Success);
        }

        RetentionPolicy shorter = Policy with { ResultExpires = TimeSpan.FromHours(1) };
        int rounds = 0;
        while (await Retention.ApplyAsync(shorter, 3, Token))
        {
            rounds++;
        }

        rounds.ShouldBeInRange(3, 4);
        (await Retention.ApplyAsync(shorter, 3, Token)).ShouldBeFalse();
        (await Backend.GetAsync("id0", Token))!.ExpiresAt.ShouldBe(Now.AddHours(1));
        (await Backend.GetAsync("id9", Token))!.ExpiresAt.ShouldBe(Now.AddHours(1));
        await Fixture.AdvanceAsync(TimeSpan.FromHours(1));
        (await CleanAsync(shorter)).Deleted["results"].Total.ShouldBe(10);
    }

    [Fact]
    public async Task An_application_that_was_stopped_is_taken_up_by_anybody()
    {
        for (int i = 0; i < 10; i++)
        {
            await StoreAsync($"id{i}", TaskState.Success);
        }

        RetentionPolicy shorter = Policy with { ResultExpires = TimeSpan.FromHours(1) };
        (await Retention.ApplyAsync(shorter, 6, Token)).ShouldBeTrue();

        (await Open(Fixture.Open()).ApplyAsync(shorter, 6, Token)).ShouldBeFalse();

        (await Backend.GetAsync("id9", Token))!.ExpiresAt.ShouldBe(Now.AddHours(1));
    }

    [Fact]
    public async Task While_another_policy_is_being_applied_nothing_is_deleted_that_ones_own_policy_keeps()
    {
        for (int i = 0; i < 10; i++)
        {
            await StoreAsync($"id{i}", TaskState.Success);
        }

        await CleanAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromHours(2));
        (await Open(Fixture.Open()).ApplyAsync(Policy with { ResultExpires = TimeSpan.FromHours(1) }, 6, Token)).ShouldBeTrue();

        foreach (IRetentionTarget target in Retention.GetTargets(Policy).Where(target => target.Role == RetentionRole.Results))
        {
            (await target.CountAsync(Now, Token)).Total.ShouldBe(0);
            (await target.DeleteBatchAsync(Now, 3, Token)).Total.ShouldBe(0);
        }

        (await LeftAsync()).Length.ShouldBe(10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dry_run_tells_what_a_run_deletes_and_deletes_nothing(bool isNewPolicy)
    {
        await FillAsync();
        await CleanAsync(roles: RetentionRole.Schedule);
        RetentionPolicy policy = isNewPolicy
            ? Policy with { ResultExpires = TimeSpan.FromHours(7), DeadLettersKeep = TimeSpan.FromDays(1), Rules = [.. Policy.Rules, new RetentionRule { Task = "tasks.add", MaxPerTask = 4 }] }
            : Policy with { DeadLettersKeep = TimeSpan.FromDays(1) };
        await Fixture.AdvanceAsync(TimeSpan.FromDays(31));
        await StoreAsync("fresh", TaskState.Success);
        await Fixture.AdvanceAsync(TimeSpan.FromHours(8));
        string[] before = await LeftAsync();

        CleanupRun dry = await CleanAsync(policy, isDryRun: true);
        (await LeftAsync()).ShouldBe(before);
        CleanupRun run = await CleanAsync(policy);

        Totals(dry.Candidates).ShouldBe(Totals(run.Deleted), ignoreOrder: true);
        Totals(dry.Deleted).ShouldBe(Totals(run.Deleted), ignoreOrder: true);
        Totals(run.Candidates).ShouldBe(Totals(run.Deleted), ignoreOrder: true);
        dry.Deleted["results"].ByState.ShouldBe(run.Deleted["results"].ByState, ignoreOrder: true);
        run.Deleted["results"].Total.ShouldBeGreaterThan(0);
        (await LeftAsync()).Length.ShouldBe(before.Length - (int)(run.Deleted["results"].Total + run.Deleted["results over their task's limit"].Total));
        Totals((await CleanAsync(policy)).Deleted).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_deletes_no_more_than_it_may()
    {
        for (int i = 0; i < 25; i++)
        {
            await StoreAsync($"id{i:00}", TaskState.Success);
        }

        await CleanAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromDays(2));
        IRetentionTarget target = Retention.GetTargets(Policy).Single(one => one.Kind == "results");

        (await target.DeleteBatchAsync(Now, 10, Token)).Total.ShouldBe(10);
        (await LeftAsync()).Length.ShouldBe(15);
        (await target.CountAsync(Now, Token)).Total.ShouldBe(15);
        (await target.DeleteBatchAsync(Now, 20, Token)).Total.ShouldBe(15);
        (await target.DeleteBatchAsync(Now, 20, Token)).IsNone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_that_was_cancelled_before_it_began_deletes_nothing()
    {
        await StoreAsync("a", TaskState.Success);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(2));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Retention.GetTargets(Policy)[0].DeleteBatchAsync(Now, 10, cancelled.Token));

        (await LeftAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Two_cleanups_at_once_delete_each_row_once()
    {
        await Backend.StoreAsync(
            [.. Enumerable.Range(0, 400).Select(i => Samples.Result($"id{i}", TaskState.Success, i % 2 == 0 ? "tasks.add" : "reports.build", Now)
                with { ExpiresAt = i % 2 == 0 ? Now.AddDays(1) : Now.AddDays(30) })],
            Token);
        RetentionPolicy policy = Policy with { Rules = [.. Policy.Rules, new RetentionRule { Task = "reports.build", Keep = TimeSpan.FromDays(30) }] };
        await Fixture.AdvanceAsync(TimeSpan.FromDays(2));
        IServiceProvider another = Fixture.Open();

        Task<CleanupRun[]> both = Task.WhenAll(new[] { Services, another }.Select(services => Task.Run(
            () => ((CleanupEngine)services.GetService(typeof(CleanupEngine))!)
                .RunAsync(Open(services), new CleanupRequest("manual", policy, AllRoles), Token),
            Token)));
        await PassUntilDoneAsync(both);

        CleanupRun[] runs = await both;
        runs.Sum(run => run.Deleted.Values.Sum(count => count.Total)).ShouldBe(397);
        (await LeftAsync()).ShouldBe(["id395", "id397", "id399"]);
    }

    [Fact]
    public async Task Freed_space_is_given_back()
    {
        byte[] value = new byte[8 * 1024];
        Array.Fill(value, (byte)'1');
        await Backend.StoreAsync(
            [.. Enumerable.Range(0, 500).Select(i => Samples.Result($"id{i}", done: Now) with { Value = value, ExpiresAt = Now.AddDays(1) })], Token);
        long full = await Retention.MeasureAsync(Token);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(2));

        CleanupRun run = await CleanAsync();

        run.BytesBefore.ShouldBe(full);
        run.BytesAfter.ShouldNotBeNull().ShouldBeLessThan(full / 2);
        (await Retention.MeasureAsync(Token)).ShouldBeLessThan(full / 2);
        (await Retention.ReclaimAsync(TimeSpan.FromMilliseconds(1), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Messages_that_expired_long_ago_are_deleted_unless_a_worker_holds_them()
    {
        await Broker.PublishAsync(
            [
                new BrokerMessage("q", Samples.Task("held", expires: Now.AddSeconds(1))),
                new BrokerMessage("q", Samples.Task("expired", expires: Now.AddSeconds(1))),
                new BrokerMessage("q", Samples.Task("delayed", expires: Now.AddSeconds(1))) { AvailableAt = Now.AddDays(100) },
                new BrokerMessage("q", Samples.Task("fresh", expires: Now.AddDays(60))),
                new BrokerMessage("q", Samples.Task("eternal")),
            ],
            Token);
        await using IBrokerConsumer consumer = await Broker.ConsumeAsync(Samples.Consumer(queues: "q"), Token);
        (await Soon(consumer.ReceiveAsync(1, Token)))[0].Message.Headers.Id.ShouldBe("held");
        await Fixture.AdvanceAsync(TimeSpan.FromDays(30));
        Totals((await CleanAsync(roles: RetentionRole.Broker)).Deleted).ShouldBeEmpty();

        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        CleanupRun run = await CleanAsync(roles: RetentionRole.Broker);

        Totals(run.Deleted).ShouldBe(new Dictionary<string, long> { ["expired messages"] = 2 });
        (await Soon(consumer.ReceiveAsync(10, Token))).Select(delivery => delivery.Message.Headers.Id).ShouldBe(["fresh", "eternal"]);
    }

    [Fact]
    public async Task Ids_published_once_and_revocations_are_forgotten_in_the_end()
    {
        await Broker.PublishAsync([Samples.Message("once", once: true)], Token);
        await Broker.Revocations.RevokeAsync([new Revocation("revoked", Now, "no", Terminate: false)], Token);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(29));
        await CleanAsync();
        await Broker.PublishAsync([Samples.Message("once", once: true)], Token);
        (await Broker.Queues.ListAsync(Token)).ShouldHaveSingleItem().Ready.ShouldBe(1);
        (await Broker.Revocations.FindAsync(["revoked"], Token)).Count.ShouldBe(1);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1));

        CleanupRun run = await CleanAsync(roles: RetentionRole.Broker);

        Totals(run.Deleted).ShouldBe(new Dictionary<string, long> { ["ids published once"] = 1, ["revocations"] = 1 }, ignoreOrder: true);
        (await Broker.Revocations.FindAsync(["revoked"], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dead_letters_are_deleted_only_when_the_policy_says_so()
    {
        await BuryAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromDays(300));
        (await CleanAsync()).Deleted.ContainsKey("dead letters").ShouldBeFalse();
        (await Broker.Queues.ListAsync(Token)).Single(queue => queue.Name == "dead").DeadLetters.ShouldBe(1);

        CleanupRun run = await CleanAsync(Policy with { DeadLettersKeep = TimeSpan.FromDays(300) }, roles: RetentionRole.Broker);

        run.Deleted["dead letters"].Total.ShouldBe(1);
    }

    [Fact]
    public async Task Workers_that_left_and_beats_that_stopped_are_forgotten_after_a_day()
    {
        IBrokerConsumer left = await Broker.ConsumeAsync(Samples.Consumer("left@host.1"), Token);
        await left.DisposeAsync();
        await Store.Nodes.ReportAsync(new NodeReport("beat@host.1"), Token);
        await Fixture.AdvanceAsync(TimeSpan.FromHours(23));
        await using IBrokerConsumer living = await Broker.ConsumeAsync(Samples.Consumer("living@host.2"), Token);
        await Store.Nodes.ReportAsync(new NodeReport("beat@host.2"), Token);
        Totals((await CleanAsync()).Deleted).ShouldBeEmpty();
        await Fixture.AdvanceAsync(TimeSpan.FromHours(1));

        CleanupRun run = await CleanAsync();

        Totals(run.Deleted).ShouldBe(new Dictionary<string, long> { ["workers"] = 1, ["beats"] = 1 }, ignoreOrder: true);
        (await Broker.Workers.ListAsync(Token)).ShouldHaveSingleItem().Name.ShouldBe("living@host.2");
        (await Store.Nodes.ListAsync(Token)).ShouldHaveSingleItem().Name.ShouldBe("beat@host.2");
    }

    [Fact]
    public async Task Fires_are_pruned_when_they_are_old_and_never_while_they_are_pending()
    {
        PeriodicTaskRow row = Samples.Row("nightly", null);
        await Store.Tasks.AddAsync(row, Token);
        await AddFireAsync(row, "published", FireOutcome.Published);
        await AddFireAsync(row, "pending", FireOutcome.Pending);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(29));
        await AddFireAsync(row, "fresh", FireOutcome.Published);
        await Fixture.AdvanceAsync(TimeSpan.FromDays(1));

        CleanupRun run = await CleanAsync(roles: RetentionRole.Schedule);

        run.Deleted["fires"].Total.ShouldBe(1);
        (await Store.Fires.QueryAsync(new FireQuery(), Token)).Items.Select(fire => fire.TaskId).ShouldBe(["fresh", "pending"]);
    }

    [Fact]
    public async Task Records_of_cleanups_are_pruned_when_they_are_old()
    {
        CleanupRun old = await CleanAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromDays(90));

        CleanupRun run = await CleanAsync();

        run.Deleted["cleanup runs"].Total.ShouldBe(1);
        (await Retention.Runs.ListAsync(10, Token)).ShouldNotContain(one => one.Id == old.Id);
    }

    [Fact]
    public async Task Only_the_roles_that_were_asked_for_are_cleaned()
    {
        await FillAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromDays(100));

        CleanupRun run = await CleanAsync(roles: RetentionRole.Schedule);

        run.Deleted.ContainsKey("results").ShouldBeFalse();
        run.Deleted.ContainsKey("revocations").ShouldBeFalse();
        run.Deleted["fires"].Total.ShouldBe(1);
    }

    private async Task FillAsync()
    {
        for (int i = 0; i < 6; i++)
        {
            await StoreAsync($"add{i}", i % 2 == 0 ? TaskState.Success : TaskState.Failure);
            await StoreAsync($"report{i}", i == 0 ? TaskState.Started : TaskState.Success, "reports.build", keep: TimeSpan.FromDays(60 + i));
        }

        await Broker.PublishAsync([Samples.Message("once", once: true), new BrokerMessage("q", Samples.Task(expires: Now.AddSeconds(1)))], Token);
        await Broker.Revocations.RevokeAsync([new Revocation("revoked", Now, "no", Terminate: false)], Token);
        await BuryAsync();
        PeriodicTaskRow row = Samples.Row("nightly", null);
        await Store.Tasks.AddAsync(row, Token);
        await AddFireAsync(row, "published", FireOutcome.Published);
        await Store.Nodes.ReportAsync(new NodeReport("beat@host.1"), Token);
    }

    private async Task BuryAsync()
    {
        await Broker.PublishAsync([Samples.Message(queue: "dead")], Token);
        await using IBrokerConsumer consumer = await Broker.ConsumeAsync(Samples.Consumer("undertaker@host.1", "dead"), Token);
        IReadOnlyList<Delivery> deliveries = await Soon(consumer.ReceiveAsync(1, Token));
        await consumer.SettleAsync([Settlement.DeadLetter(deliveries[0], "no")], null, Token);
    }

    private async Task AddFireAsync(PeriodicTaskRow row, string taskId, FireOutcome outcome)
    {
        var fire = new Fire
        {
            TaskId = taskId,
            PeriodicTaskId = row.Id,
            PeriodicTaskName = row.Name,
            Task = row.Task,
            Kind = FireKind.Manual,
            Nominal = Now,
            Due = Now,
            FiredAt = Now,
            Message = Samples.Message(taskId),
        };
        FireClaim claim = await Store.Fires.AddAsync(fire, TimeSpan.FromSeconds(30), Token);
        await Store.Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, outcome)], Token);
    }
}

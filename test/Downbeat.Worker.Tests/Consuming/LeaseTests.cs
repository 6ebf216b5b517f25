using Downbeat.Brokers;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class LeaseTests
{
    [Fact]
    public async Task What_a_dead_worker_held_is_run_by_another_when_its_lease_has_ended()
    {
        using var file = new TempFile();
        await using TestApp app = TestApp.Build([TestTask.Define("task", call => call.Context.TaskId)], worker => Shorten(worker), file: file);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));

        // A consumer that takes the message and is never heard of again.
        IBrokerConsumer dead = await app.Broker.ConsumeAsync(
            new ConsumerOptions { Queues = ["celery"], WorkerName = "dead", Lease = TimeSpan.FromSeconds(1) }, TestApp.Token);
        Delivery taken = (await dead.ReceiveAsync(1, TestApp.Token)).ShouldHaveSingleItem();
        taken.Deliveries.ShouldBe(1);

        await app.StartAsync();

        TaskResult result = await app.WaitAsync(sent.Id);
        result.State.ShouldBe(TaskState.Success);
        (await dead.SettleAsync([Settlement.Acknowledge(taken)], enlisted: null, TestApp.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_without_knowing_has_its_result_refused()
    {
        using var file = new TempFile();
        var runs = new Gate();
        TaskDefinition slow = TestTask.DefineAsync("task", async call =>
        {
            await runs.PassDeafAsync();
            return "old";
        });
        await using TestApp old = await TestApp.StartAsync(
            [slow], worker => (worker.Name, worker.Lease, worker.HeartbeatInterval) = ("old", TimeSpan.FromHours(2), TimeSpan.FromHours(1)), file: file);
        AsyncResult sent = await old.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        Condemn(file, "old");
        await using TestApp other = await TestApp.StartAsync([TestTask.Define("task", static _ => "new")], worker => worker.Name = "new", file: file);
        TaskResult result = await other.WaitAsync(sent.Id);
        runs.Open();
        await Until.TrueAsync(() => old.Log.Of(2100).Any(), "the old worker's outcome is refused");

        result.Worker.ShouldBe("new");
        (await other.WaitAsync(sent.Id)).Worker.ShouldBe("new");
    }

    [Fact]
    public async Task A_worker_that_learns_that_its_lease_was_lost_cancels_what_it_runs_and_goes_on()
    {
        using var file = new TempFile();
        var runs = new Gate();
        int cancelled = 0;
        TaskDefinition slow = TestTask.DefineAsync("task", async call =>
        {
            try
            {
                await runs.PassAsync(call.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
                throw;
            }

            return null;
        });
        await using TestApp app = await TestApp.StartAsync([slow, TestTask.NoOp()], worker => Shorten(worker, "w"), file: file);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        Condemn(file, "w");

        await runs.EnteredAsync(2);
        await Until.TrueAsync(() => Volatile.Read(ref cancelled) == 1, "the run that lost its lease is cancelled, and no other");
        runs.Open();
        (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Success);
        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
        app.Log.Of(2006).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_consumer_the_others_count_as_dead_takes_nothing_that_nobody_would_release()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()]);
        IBrokerConsumer consumer = await app.Broker.ConsumeAsync(
            new ConsumerOptions { Queues = ["celery"], WorkerName = "w" }, TestApp.Token);
        Condemn(app.File, "w");
        await app.SendAsync(Signature.Create("noop"));

        Task<IReadOnlyList<Delivery>> receiving = consumer.ReceiveAsync(1, TestApp.Token).AsTask();
        await app.Broker.CheckAsync(TestApp.Token);
        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 2").ShouldBe(0);

        (await consumer.RenewAsync(new WorkerReport(), TestApp.Token)).ShouldBeFalse();
        Delivery taken = (await receiving).ShouldHaveSingleItem();
        (await consumer.SettleAsync([Settlement.Acknowledge(taken)], enlisted: null, TestApp.Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Suspect_messages_come_one_by_one_without_anything_else_happening()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()]);
        IReadOnlyList<AsyncResult> sent = await app.SendManyAsync(Signature.Create("noop"), 3);
        app.File.Execute("UPDATE downbeat_message SET state = 3, deliveries = 2");

        await app.StartAsync();

        foreach (AsyncResult result in sent)
        {
            (await app.WaitAsync(result.Id)).State.ShouldBe(TaskState.Success);
        }
    }

    [Fact]
    public async Task A_message_that_was_never_settled_too_often_is_put_aside_as_poison()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], worker => worker.MaxDeliveries = 3);
        AsyncResult sent = await app.SendAsync(Signature.Create("noop"));
        app.File.Execute("UPDATE downbeat_message SET state = 3, deliveries = 3");

        await app.StartAsync();

        TaskResult result = await app.WaitAsync(sent.Id);
        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("WorkerLostError");
        (await app.DeadLettersAsync()).ShouldHaveSingleItem().Reason
            .ShouldBe("delivered 4 times, never settled; the worker died or lost its lease each time");
    }

    [Fact]
    public async Task Heartbeats_go_on_while_tasks_block_every_thread_of_the_pool()
    {
        using var blocked = new ManualResetEventSlim();
        await using TestApp app = await TestApp.StartAsync(
            [TestTask.Define("blocks", _ => blocked.Wait(TimeSpan.FromSeconds(30)))],
            worker =>
            {
                worker.HeartbeatInterval = TimeSpan.FromMilliseconds(20);
                worker.Concurrency = 16;
            },
            HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        await app.SendManyAsync(Signature.Create("blocks"), 16);
        await Until.TrueAsync(() => app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 2") == 16, "all of them run");

        int beats = Beats();
        await Until.TrueAsync(() => Beats() > beats + 5, "the heart beats");
        blocked.Set();
        await app.SettledAsync();

        int Beats() => broker.Calls.Count(call => call == "renew");
    }

    [Fact]
    public async Task The_heartbeat_tells_how_the_worker_is_doing()
    {
        var runs = new Gate();
        TaskDefinition task = TestTask.DefineAsync("task", async call =>
        {
            await runs.PassAsync(call.CancellationToken);
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task, TestTask.NoOp()], worker =>
        {
            worker.Name = "w1";
            worker.Concurrency = 3;
            worker.Queues = ["celery", "other"];
            worker.HeartbeatInterval = TimeSpan.FromMilliseconds(20);
        });
        await app.RunAsync(Signature.Create("noop"));
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        await Until.TrueAsync(async () => (await WorkerAsync()).Report.RunningIds.Contains(sent.Id, StringComparer.Ordinal), "the run is told of");

        WorkerInfo worker = await WorkerAsync();
        worker.Name.ShouldBe("w1");
        worker.IsAlive.ShouldBeTrue();
        worker.Queues.ShouldBe(["celery", "other", "downbeat.maintenance"]);
        worker.Report.Host.ShouldBe(Environment.MachineName);
        worker.Report.ProcessId.ShouldBe(Environment.ProcessId);
        worker.Report.Concurrency.ShouldBe(3);
        worker.Report.Running.ShouldBe(1);
        worker.Report.Processed.ShouldBe(1);
        worker.Report.Tasks.ShouldBe(["celery.backend_cleanup", "noop", "task"]);
        worker.Report.Version.ShouldNotBeEmpty();
        runs.Open();

        async Task<WorkerInfo> WorkerAsync() => (await app.Broker.Workers.ListAsync(TestApp.Token)).ShouldHaveSingleItem();
    }

    private static void Shorten(Worker.Hosting.WorkerOptions worker, string? name = null)
    {
        worker.Name = name;
        worker.Lease = TimeSpan.FromSeconds(1);
        worker.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
    }

    // As another worker does it that has not seen this one's heartbeat for the time of a lease.
    private static void Condemn(TempFile file, string worker)
    {
        file.Execute(
            $"""
            UPDATE downbeat_message SET state = 0, consumer = NULL WHERE consumer = (SELECT id FROM downbeat_worker WHERE name = '{worker}' AND is_gone = 0);
            UPDATE downbeat_worker SET is_gone = 1 WHERE name = '{worker}';
            """);
    }
}

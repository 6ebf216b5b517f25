using Downbeat.Control;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Execution;

public sealed class RevokeTests
{
    [Fact]
    public async Task A_task_revoked_before_any_worker_saw_it_does_not_run()
    {
        var runs = new Gate();
        await using TestApp app = TestApp.Build([TestTask.Define("task", _ => runs.PassAsync().IsFaulted)]);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await sent.RevokeAsync("not needed", terminate: false, TestApp.Token);

        await app.StartAsync();

        TaskResult result = await app.WaitAsync(sent.Id);
        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Type.ShouldBe("TaskRevokedError");
        result.Exception.Message.ShouldBe("revoked: not needed");
        result.StartedAt.ShouldBeNull();
        runs.Entered.ShouldBe(0);
    }

    [Fact]
    public async Task A_task_revoked_while_it_waits_in_the_worker_ends_at_once()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs)], worker => worker.Concurrency = 1);
        IReadOnlyList<AsyncResult> sent = await app.SendManyAsync(Signature.Create("task"), 2);
        await runs.EnteredAsync();
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == 2, "the worker holds both");
        TaskState first = await app.StateAsync(sent[0].Id);
        AsyncResult waiting = sent[first == TaskState.Started || first == TaskState.Pending ? 1 : 0];

        await waiting.RevokeAsync(cancellationToken: TestApp.Token);

        TaskResult result = await app.WaitAsync(waiting.Id);
        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Message.ShouldBe("revoked");
        runs.Entered.ShouldBe(1);
        runs.Open();
    }

    [Fact]
    public async Task A_running_task_is_cancelled_when_the_revoke_says_so()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs)]);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        await sent.RevokeAsync("enough", cancellationToken: TestApp.Token);

        TaskResult result = await app.WaitAsync(sent.Id);
        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Message.ShouldBe("terminated: enough");
    }

    [Fact]
    public async Task A_running_task_runs_on_when_the_revoke_does_not()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs), TestTask.NoOp()]);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        await sent.RevokeAsync(terminate: false, cancellationToken: TestApp.Token);
        AsyncResult other = await app.SendAsync(Signature.Create("noop"));
        await other.RevokeAsync(cancellationToken: TestApp.Token);
        await app.WaitAsync(other.Id);
        runs.Open();

        (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task A_terminated_task_that_does_not_stop_is_left_to_itself()
    {
        var deaf = new Gate();
        TaskDefinition task = TestTask.DefineAsync("deaf", async _ =>
        {
            await deaf.PassDeafAsync();
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task, TestTask.NoOp()], worker =>
        {
            worker.Concurrency = 1;
            worker.CancelTimeout = TimeSpan.FromMilliseconds(50);
        });
        AsyncResult sent = await app.SendAsync(Signature.Create("deaf"));
        await deaf.EnteredAsync();

        await sent.RevokeAsync(cancellationToken: TestApp.Token);

        TaskResult result = await app.WaitAsync(sent.Id);
        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Message.ShouldBe("terminated");
        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
        deaf.Open();
    }

    [Fact]
    public async Task A_revoke_that_comes_between_the_claim_and_its_arrival_is_not_missed()
    {
        var runs = new Gate();
        await using TestApp app = TestApp.Build([Passes("task", runs)], configure: HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        broker.Before = async call =>
        {
            if (call == "received" && runs.Entered == 0)
            {
                int waits = Waits(broker);
                await broker.Revocations.RevokeAsync([new Revocation("id", DateTimeOffset.UnixEpoch, "just now", Terminate: true)], TestApp.Token);
                await Until.TrueAsync(() => Waits(broker) > waits, "the worker knows of the revoke before it knows of the message");
            }
        };
        await app.StartAsync();
        await Until.TrueAsync(() => Waits(broker) >= 2, "the worker waits for revokes");

        await app.SendAsync(Signature.Create("task").WithTaskId("id"));

        (await app.WaitAsync("id")).State.ShouldBe(TaskState.Revoked);

        static int Waits(HookedBroker broker) => broker.Calls.Count(call => call == "wait for revokes");
    }

    [Fact]
    public async Task An_expired_message_does_not_run()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs)]);
        Signature signature = Signature.Create("task").ExpiresAt(DateTimeOffset.UnixEpoch.AddYears(50));

        TaskResult result = await app.RunAsync(signature);

        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Message.ShouldBe("expired");
        runs.Entered.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_expires_while_it_waits_in_the_worker_does_not_run()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs)], worker => worker.Concurrency = 1);
        await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();
        AsyncResult expiring = await app.SendAsync(Signature.Create("task").ExpiresAfter(TimeSpan.FromMilliseconds(200)));
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == 2, "the worker holds both");
        DateTimeOffset sent = TimeProvider.System.GetUtcNow();
        await Until.TrueAsync(() => TimeProvider.System.GetUtcNow() > sent.AddMilliseconds(250), "it has expired");

        runs.Open();

        (await app.WaitAsync(expiring.Id)).Exception!.Message.ShouldBe("expired");
        runs.Entered.ShouldBe(1);
    }

    private static TaskDefinition Passes(string name, Gate gate)
    {
        return TestTask.DefineAsync(name, async call =>
        {
            await gate.PassAsync(call.CancellationToken);
            return null;
        });
    }
}

using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Execution;

public sealed class TimeLimitTests
{
    [Fact]
    public async Task The_soft_limit_cancels_the_token()
    {
        TaskDefinition task = Waits("slow", options => options.SoftTimeLimit = TimeSpan.FromMilliseconds(30));
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("slow"));

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("SoftTimeLimitExceeded");
    }

    [Fact]
    public async Task A_task_may_make_something_of_its_soft_limit()
    {
        TaskDefinition task = TestTask.DefineAsync(
            "slow",
            async call =>
            {
                await Task.Delay(Timeout.Infinite, call.CancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
                return "what there was";
            },
            options => options.SoftTimeLimit = TimeSpan.FromMilliseconds(30));
        await using TestApp app = await TestApp.StartAsync([task]);

        (await app.RunAsync(Signature.Create("slow"))).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task The_hard_limit_fails_the_run_at_once_and_frees_its_slot_while_its_code_goes_on()
    {
        var deaf = new Gate();
        TaskDefinition task = TestTask.DefineAsync(
            "deaf",
            async _ =>
            {
                await deaf.PassDeafAsync();
                return "too late";
            },
            options => options.TimeLimit = TimeSpan.FromMilliseconds(50));
        await using TestApp app = await TestApp.StartAsync([task, TestTask.NoOp()], worker =>
        {
            worker.Concurrency = 1;
            worker.HeartbeatInterval = TimeSpan.FromMilliseconds(20);
        });

        TaskResult result = await app.RunAsync(Signature.Create("deaf"));

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("TimeLimitExceeded");
        result.Exception.Message.ShouldBe("0.05");
        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
        await Until.TrueAsync(async () => await AbandonedAsync(app) == 1, "the worker tells of one that is abandoned");

        deaf.Open();
        await Until.TrueAsync(async () => await AbandonedAsync(app) == 0, "it has returned");
        (await app.WaitAsync(result.Id)).State.ShouldBe(TaskState.Failure);
        app.Log.Of(2204).ShouldHaveSingleItem();
        app.Log.Of(2205).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Code_that_blocks_its_thread_is_left_to_itself_too()
    {
        using var blocked = new ManualResetEventSlim();
        TaskDefinition task = TestTask.Define(
            "blocks", _ => blocked.Wait(TimeSpan.FromSeconds(30)), options => options.TimeLimit = TimeSpan.FromMilliseconds(50));
        await using TestApp app = await TestApp.StartAsync([task, TestTask.NoOp()], worker => worker.Concurrency = 1);

        (await app.RunAsync(Signature.Create("blocks"))).Exception!.Type.ShouldBe("TimeLimitExceeded");
        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
        blocked.Set();
    }

    [Fact]
    public async Task The_limits_of_the_message_win()
    {
        TaskDefinition task = Waits("slow", options => options.SoftTimeLimit = TimeSpan.FromHours(1));
        await using TestApp app = await TestApp.StartAsync([task]);
        Signature signature = Signature.Create("slow") with { Options = new SendOptions { TimeLimits = new TimeLimits(Hard: 60, Soft: 0.03) } };

        (await app.RunAsync(signature)).Exception!.Type.ShouldBe("SoftTimeLimitExceeded");
    }

    [Fact]
    public async Task Many_limits_are_kept_at_once()
    {
        TaskDefinition task = Waits("slow", options => options.SoftTimeLimit = TimeSpan.FromMilliseconds(20));
        await using TestApp app = await TestApp.StartAsync([task], worker => worker.Concurrency = 50);

        foreach (AsyncResult sent in await app.SendManyAsync(Signature.Create("slow"), 200))
        {
            (await app.WaitAsync(sent.Id)).Exception!.Type.ShouldBe("SoftTimeLimitExceeded");
        }
    }

    private static TaskDefinition Waits(string name, Action<TaskOptions> configure)
    {
        return TestTask.DefineAsync(
            name,
            async call =>
            {
                await Task.Delay(Timeout.Infinite, call.CancellationToken);
                return null;
            },
            configure);
    }

    private static async Task<int> AbandonedAsync(TestApp app)
    {
        IReadOnlyList<WorkerInfo> workers = await app.Broker.Workers.ListAsync(TestApp.Token);
        return workers.ShouldHaveSingleItem().Report.Abandoned;
    }
}

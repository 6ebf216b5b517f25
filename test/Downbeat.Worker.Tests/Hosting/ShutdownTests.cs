using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Worker.Tests.Hosting;

public sealed class ShutdownTests
{
    [Fact]
    public async Task What_has_not_started_goes_back_at_once_and_what_runs_may_finish()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes(runs)], worker => worker.Concurrency = 2);
        IReadOnlyList<AsyncResult> sent = await app.SendManyAsync(Signature.Create("task"), 6);
        await runs.EnteredAsync(2);
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == 4, "some wait in the worker");

        Task stopping = app.StopAsync();
        await Until.TrueAsync(async () => await app.QueueAsync() is { Ready: 4, Unacknowledged: 2 }, "what had not started is back");
        stopping.IsCompleted.ShouldBeFalse();
        runs.Open();
        await stopping;

        app.File.Count("SELECT count(*) FROM downbeat_result WHERE state = 'SUCCESS'").ShouldBe(2);
        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 0 AND deliveries = 0").ShouldBe(4);
        (await app.Broker.Workers.ListAsync(TestApp.Token)).ShouldHaveSingleItem().IsAlive.ShouldBeFalse();
        runs.Entered.ShouldBe(2);
        sent.Count.ShouldBe(6);
    }

    [Fact]
    public async Task What_does_not_finish_in_time_is_cancelled_and_goes_back()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes(runs)], worker => worker.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        await app.StopAsync();

        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 0 AND deliveries = 0").ShouldBe(1);
        (await app.StateAsync(sent.Id)).IsFinished.ShouldBeFalse();
        app.Log.Of(2002).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_does_not_listen_to_its_token_goes_back_too()
    {
        var deaf = new Gate();
        TaskDefinition task = TestTask.DefineAsync("deaf", async _ =>
        {
            await deaf.PassDeafAsync();
            return null;
        });
        await using TestApp app = await TestApp.StartAsync(
            [task], worker => worker.ShutdownTimeout = worker.CancelTimeout = TimeSpan.FromMilliseconds(30));
        await app.SendAsync(Signature.Create("deaf"));
        await deaf.EnteredAsync();

        await app.StopAsync();

        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 0 AND deliveries = 0").ShouldBe(1);
        deaf.Open();
    }

    [Fact]
    public async Task A_host_that_does_not_want_to_wait_is_not_kept_waiting()
    {
        var deaf = new Gate();
        TaskDefinition task = TestTask.DefineAsync("deaf", async _ =>
        {
            await deaf.PassDeafAsync();
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task], worker => worker.ShutdownTimeout = worker.CancelTimeout = TimeSpan.FromHours(1));
        await app.SendAsync(Signature.Create("deaf"));
        await deaf.EnteredAsync();
        using var forced = new CancellationTokenSource();

        Task stopping = app.StopUnlessAsync(forced.Token);
        await Until.TrueAsync(() => app.Log.Of(2001).Any(), "it stops");
        stopping.IsCompleted.ShouldBeFalse();
        await forced.CancelAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), TestApp.Token);

        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 0").ShouldBe(1);
        deaf.Open();
    }

    [Fact]
    public async Task A_task_acknowledged_early_and_cut_off_says_that_it_was_lost()
    {
        var runs = new Gate();
        TaskDefinition task = TestTask.DefineAsync(
            "task",
            async call =>
            {
                await runs.PassAsync(call.CancellationToken);
                return null;
            },
            options => options.Acknowledgement = Acknowledgement.Early);
        await using TestApp app = await TestApp.StartAsync([task], worker => worker.ShutdownTimeout = TimeSpan.Zero);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        await app.StopAsync();

        TaskResult result = (await sent.ReadAsync(TestApp.Token)).ShouldNotBeNull();
        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("WorkerLostError");
    }

    [Fact]
    public async Task Heartbeats_go_on_until_the_last_run_has_ended()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync(
            [Passes(runs)], worker => worker.HeartbeatInterval = TimeSpan.FromMilliseconds(20), HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        Task stopping = app.StopAsync();
        int beats = Beats();
        await Until.TrueAsync(() => Beats() > beats + 3, "the heart beats");
        runs.Open();
        await stopping;

        broker.Calls.Last().ShouldBe("dispose");

        int Beats() => broker.Calls.Count(call => call == "renew");
    }

    [Fact]
    public async Task A_broker_that_is_away_does_not_keep_the_process_alive()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], configure: HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        broker.Before = call => call is "settle" or "dispose" ? throw new UnavailableException("away") : Task.CompletedTask;
        await app.StartAsync();
        await app.SendAsync(Signature.Create("noop"));
        await Until.TrueAsync(() => app.Log.Of(2004).Any(), "the broker is away");

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestApp.Token);

        app.Log.Of(2007).ShouldHaveSingleItem();
        app.Log.Of(2102).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_worker_that_never_reached_its_broker_stops_too()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], configure: HookedBroker.Use);
        ((HookedBroker)app.Broker).Before = static _ => throw new UnavailableException("away");
        await app.StartAsync();
        await Until.TrueAsync(() => app.Log.Of(2004).Any(), "the broker is away");

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestApp.Token);
    }

    [Fact]
    public async Task Everything_that_waits_for_its_turn_goes_back_as_well()
    {
        TaskDefinition limited = TestTask.Define("limited", static _ => null, options => options.RateLimit = RateLimit.Parse("1/s"));
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestRun.Now);
        await using TestApp app = await TestApp.StartAsync([limited], configure: services => services.AddSingleton<TimeProvider>(time));
        await app.SendManyAsync(Signature.Create("limited"), 2);
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == 1, "one waits for its turn");

        await app.StopAsync();

        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 0 AND deliveries = 0").ShouldBe(1);
    }

    private static TaskDefinition Passes(Gate gate)
    {
        return TestTask.DefineAsync("task", async call =>
        {
            await gate.PassAsync(call.CancellationToken);
            return null;
        });
    }
}

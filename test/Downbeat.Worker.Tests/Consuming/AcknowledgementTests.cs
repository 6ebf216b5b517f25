using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class AcknowledgementTests
{
    [Fact]
    public async Task A_message_stays_with_the_broker_until_its_run_has_ended()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes(runs, Acknowledgement.Late)]);
        await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();

        app.File.Count("SELECT count(*) FROM downbeat_message").ShouldBe(1);
        runs.Open();
        await app.SettledAsync();
    }

    [Fact]
    public async Task A_message_acknowledged_early_is_gone_before_its_run_begins()
    {
        long left = -1;
        TestApp? app = null;
        TaskDefinition task = TestTask.Define(
            "task", _ => left = app!.File.Count("SELECT count(*) FROM downbeat_message"), options => options.Acknowledgement = Acknowledgement.Early);
        await using (app = await TestApp.StartAsync([task]))
        {
            (await app.RunAsync(Signature.Create("task"))).State.ShouldBe(TaskState.Success);
            left.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_task_acknowledged_early_can_be_retried()
    {
        TaskDefinition task = TestTask.Define(
            "task",
            call => call.Context.Attempt == 2 ? "second" : throw new RetryException("again", TimeSpan.Zero),
            options => options.Acknowledgement = Acknowledgement.Early);
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("task"));

        result.State.ShouldBe(TaskState.Success);
        result.Retries.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_may_not_acknowledge_early_does_not_run()
    {
        var runs = new Gate();
        await using TestApp app = TestApp.Build(
            [Passes(runs, Acknowledgement.Early)],
            worker => (worker.Lease, worker.HeartbeatInterval) = (TimeSpan.FromHours(2), TimeSpan.FromHours(1)),
            HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        broker.Before = call =>
        {
            if (call == "settle")
            {
                app.File.Execute("UPDATE downbeat_message SET consumer = 99, state = 2");
            }

            return Task.CompletedTask;
        };
        await app.StartAsync();

        await app.SendAsync(Signature.Create("task"));

        await Until.TrueAsync(() => app.Log.Of(2106).Any(), "it is not run");
        runs.Entered.ShouldBe(0);
        app.File.Count("SELECT count(*) FROM downbeat_message").ShouldBe(1);
        app.File.Count("SELECT count(*) FROM downbeat_result").ShouldBe(0);
    }

    [Fact]
    public async Task Where_broker_and_backend_share_no_database_the_result_is_there_before_the_message_is_gone()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], configure: services =>
        {
            HookedBroker.Use(services);
            HookedBackend.Use(services);
        });
        var broker = (HookedBroker)app.Broker;
        var backend = (HookedBackend)app.Backend;
        int storedAtSettle = -1;
        broker.Before = call =>
        {
            storedAtSettle = call == "settle" && storedAtSettle < 0 ? backend.Stored.Count : storedAtSettle;
            return Task.CompletedTask;
        };
        await app.StartAsync();

        await app.RunAsync(Signature.Create("noop"));
        await app.SettledAsync();

        storedAtSettle.ShouldBe(1);
    }

    [Fact]
    public async Task In_two_files_it_works_as_in_one()
    {
        using var file = new TempFile();
        await using TestApp app = await TestApp.StartAsync(
            [TestTask.NoOp()],
            configure: services => services.Configure<Downbeat.Hosting.DownbeatOptions>(options => options.ResultBackend = $"sqlite:///{file.Other}"),
            file: file);

        foreach (AsyncResult sent in await app.SendManyAsync(Signature.Create("noop"), 100))
        {
            (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Success);
        }

        await app.SettledAsync();
        file.Count("SELECT count(*) FROM downbeat_result").ShouldBe(0);
    }

    private static TaskDefinition Passes(Gate gate, Acknowledgement acknowledgement)
    {
        return TestTask.DefineAsync(
            "task",
            async call =>
            {
                await gate.PassAsync(call.CancellationToken);
                return null;
            },
            options => options.Acknowledgement = acknowledgement);
    }
}

using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Worker.Hosting;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.Worker.Tests.Hosting;

public sealed class WorkerServiceTests
{
    [Fact]
    public async Task It_runs_in_an_ordinary_host_and_stops_with_it()
    {
        using var file = new TempFile();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDownbeat(downbeat => downbeat.UseSqlite(file.Path)).AddWorker().AddTask(TestTask.Define("answer", static _ => 42));
        using IHost host = builder.Build();
        await host.StartAsync(TestApp.Token);

        AsyncResult<int> sent = await host.Services.GetRequiredService<ITaskClient>().SendAsync(Signature.Create<int>("answer"), TestApp.Token);

        (await sent.GetAsync(TimeSpan.FromSeconds(30), TestApp.Token)).ShouldBe(42);
        await host.StopAsync(TestApp.Token);
        (await host.Services.GetRequiredService<IBroker>().Workers.ListAsync(TestApp.Token)).ShouldHaveSingleItem().IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task Options_that_are_wrong_stop_the_host_before_it_starts()
    {
        using var file = new TempFile();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDownbeat(downbeat => downbeat.UseSqlite(file.Path)).AddWorker(worker => worker.Concurrency = 0);
        using IHost host = builder.Build();

        OptionsValidationException refusal = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestApp.Token));

        refusal.Message.ShouldContain("worker.concurrency: '0' is not allowed");
    }

    [Fact]
    public async Task A_broker_that_is_not_configured_stops_the_host_with_what_to_do()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDownbeat().AddWorker();
        await using ServiceProvider provider = services.BuildServiceProvider();

        InvalidValueException refusal = await Should.ThrowAsync<InvalidValueException>(
            () => provider.GetServices<IHostedService>().OfType<WorkerService>().ShouldHaveSingleItem().StartAsync(TestApp.Token));

        refusal.Message.ShouldContain("call UseSqlite");
    }

    [Fact]
    public async Task Adding_a_worker_twice_configures_one()
    {
        using var file = new TempFile();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDownbeat(downbeat => downbeat.UseSqlite(file.Path))
            .AddWorker(worker => worker.Concurrency = 3)
            .AddWorker(worker => worker.MaxDeliveries = 4);
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetServices<IHostedService>().OfType<WorkerService>().ShouldHaveSingleItem();
        provider.GetRequiredService<IOptions<WorkerOptions>>().Value.ShouldSatisfyAllConditions(
            options => options.Concurrency.ShouldBe(3), options => options.MaxDeliveries.ShouldBe(4));
    }

    [Fact]
    public async Task A_process_that_is_only_beat_runs_maintenance_and_leaves_all_else_alone()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()]);
        ActiveRoles roles = app.Services.GetRequiredService<ActiveRoles>();
        (roles.Worker, roles.Beat) = (false, true);
        await app.StartAsync();

        AsyncResult other = await app.SendAsync(Signature.Create("noop"));
        TaskResult cleanup = await app.RunAsync(Signature.Create("celery.backend_cleanup"));

        cleanup.State.ShouldBe(TaskState.Success);
        cleanup.Queue.ShouldBe("downbeat.maintenance");
        (await app.StateAsync(other.Id)).ShouldBe(TaskState.Pending);
        (await app.QueueAsync()).Ready.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_is_neither_consumes_nothing()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()]);
        ActiveRoles roles = app.Services.GetRequiredService<ActiveRoles>();
        roles.Worker = roles.Beat = false;

        await app.StartAsync();

        (await app.Broker.Workers.ListAsync(TestApp.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_consumes_the_queues_it_is_given_and_no_others()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()], worker => worker.Queues = ["a", "b"]);
        AsyncResult other = await app.SendAsync(Signature.Create("noop"));

        (await app.RunAsync(Signature.Create("noop").OnQueue("a"))).Queue.ShouldBe("a");
        (await app.RunAsync(Signature.Create("noop").OnQueue("b"))).Queue.ShouldBe("b");
        (await app.StateAsync(other.Id)).ShouldBe(TaskState.Pending);
    }

    [Fact]
    public async Task It_says_what_it_does_when_it_starts()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()], worker => (worker.Name, worker.Concurrency) = ("w1", 5));

        await Until.TrueAsync(() => app.Log.Of(2000).Any(), "it says so");

        app.Log.Of(2000).ShouldHaveSingleItem().Text.ShouldBe("w1 runs 2 tasks, 5 at once, from celery, downbeat.maintenance");
    }

    [Fact]
    public async Task Two_workers_share_the_work_without_running_anything_twice()
    {
        using var file = new TempFile();
        var ran = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using TestApp one = TestApp.Build([Task()], worker => worker.Name = "one", file: file);
        await using TestApp two = TestApp.Build([Task()], worker => worker.Name = "two", file: file);
        IReadOnlyList<AsyncResult> sent = await one.SendManyAsync(Signature.Create("task"), 1_000);

        await one.StartAsync();
        await two.StartAsync();
        await one.SettledAsync();

        ran.Count.ShouldBe(sent.Count);
        ran.Values.ShouldAllBe(count => count == 1);
        file.Count("SELECT count(*) FROM downbeat_result WHERE state = 'SUCCESS'").ShouldBe(sent.Count);

        Downbeat.Tasks.TaskDefinition Task() => TestTask.Define("task", call => ran.AddOrUpdate(call.Context.TaskId, 1, static (_, count) => count + 1));
    }
}

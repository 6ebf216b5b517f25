using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class PrefetchTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 100)]
    public async Task A_worker_never_holds_more_than_it_can_run_and_its_prefetch(int concurrency, int prefetch)
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes(runs)], worker => (worker.Concurrency, worker.Prefetch) = (concurrency, prefetch));

        await app.SendManyAsync(Signature.Create("task"), 200);
        await runs.EnteredAsync(concurrency);

        // Slow tasks are fetched one for each slot ahead; the rest stays for others.
        int held = concurrency + Math.Min(concurrency, prefetch);
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == held, $"it holds {held}");
        (await app.QueueAsync()).Ready.ShouldBe(200 - held);
        runs.Entered.ShouldBe(concurrency);
        runs.Open();
        await app.SettledAsync();
        runs.Entered.ShouldBe(200);
    }

    [Fact]
    public async Task Fast_tasks_are_fetched_and_settled_in_groups()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], configure: HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        await app.SendManyAsync(Signature.Create("noop"), 2_000);

        await app.StartAsync();
        await app.SettledAsync();

        broker.MostReceived.ShouldBeGreaterThan(16);
        broker.SettledTogether.Max().ShouldBeGreaterThan(4);
        broker.SettledTogether.Sum().ShouldBe(2_000);
    }

    [Fact]
    public async Task While_one_group_is_settled_the_next_one_gathers()
    {
        var settling = new Gate();
        await using TestApp app = TestApp.Build([TestTask.NoOp()], worker => worker.Prefetch = 50, HookedBroker.Use);
        var broker = (HookedBroker)app.Broker;
        broker.Before = call => call == "settle" ? settling.PassDeafAsync() : Task.CompletedTask;
        await app.SendManyAsync(Signature.Create("noop"), 30);

        await app.StartAsync();
        await settling.EnteredAsync();
        await Until.TrueAsync(
            async () => (await app.QueueAsync()).Ready == 0 && ProcessedBy(app) == 30, "all have run while the first group is written");
        settling.Open();
        await app.SettledAsync();

        settling.Entered.ShouldBe(2);
        broker.SettledTogether.Sum().ShouldBe(30);

        static int ProcessedBy(TestApp app) => app.Log.Of(2200).Count();
    }

    [Fact]
    public async Task Higher_priorities_come_first()
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<int>();
        TaskDefinition task = TestTask.Define("task", call =>
        {
            order.Enqueue(call.Arguments.Required<int>(0, "priority"));
            return null;
        });
        await using TestApp app = TestApp.Build([task], worker => (worker.Concurrency, worker.Prefetch) = (1, 0));
        foreach (int priority in (int[])[0, 9, 4])
        {
            await app.SendAsync(Signature.Create("task", [priority]).WithPriority(priority));
        }

        await app.StartAsync();
        await app.SettledAsync();

        order.ShouldBe([9, 4, 0]);
    }

    [Fact]
    public async Task Runs_of_a_limited_task_keep_their_distance_and_wait_without_a_slot()
    {
        var time = new FakeTimeProvider(TestRun.Now);
        int runs = 0;
        TaskDefinition limited = TestTask.Define("limited", _ => Interlocked.Increment(ref runs), options => options.RateLimit = RateLimit.Parse("2/s"));
        await using TestApp app = await TestApp.StartAsync(
            [limited, TestTask.NoOp()], worker => worker.Concurrency = 1, services => services.AddSingleton<TimeProvider>(time));
        await app.SendManyAsync(Signature.Create("limited"), 3);
        await Until.TrueAsync(() => Volatile.Read(ref runs) == 1, "the first runs");
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == 2, "the worker has the others");

        await app.RunAsync(Signature.Create("noop"));
        time.Advance(TimeSpan.FromMilliseconds(499));
        await app.RunAsync(Signature.Create("noop"));
        runs.ShouldBe(1);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Until.TrueAsync(() => Volatile.Read(ref runs) == 2, "the second runs");
        time.Advance(TimeSpan.FromMilliseconds(500));
        await app.SettledAsync();

        runs.ShouldBe(3);
    }

    [Fact]
    public async Task A_turn_that_is_far_away_is_waited_for_in_the_queue_and_counts_as_no_delivery()
    {
        TaskDefinition limited = TestTask.Define("limited", static _ => null, options => options.RateLimit = RateLimit.Parse("1/h"));
        await using TestApp app = await TestApp.StartAsync([limited]);

        await app.SendManyAsync(Signature.Create("limited"), 4);

        await Until.TrueAsync(async () => await app.QueueAsync() is { Ready: 0, Unacknowledged: 0, Delayed: 3 }, "three wait in the queue");
        app.File.Count("SELECT max(deliveries) FROM downbeat_message").ShouldBe(0);
        app.File.Count("SELECT count(*) FROM downbeat_result WHERE state = 'SUCCESS'").ShouldBe(1);
    }

    [Fact]
    public async Task Where_the_broker_cannot_wait_for_an_eta_the_worker_does_and_runs_others_meanwhile()
    {
        var time = new FakeTimeProvider(TestRun.Now);
        await using TestApp app = TestApp.Build([TestTask.NoOp()], worker => (worker.Concurrency, worker.Prefetch) = (1, 1), services =>
        {
            services.AddSingleton<TimeProvider>(time);
            HookedBroker.Use(services);
        });
        var broker = (HookedBroker)app.Broker;
        broker.Capabilities = broker.Capabilities with { HoldsUntilEta = false };
        await app.SendManyAsync(Signature.Create("noop").After(TimeSpan.FromHours(1)), 5);

        // As a broker does that knows nothing of times.
        app.File.Execute("UPDATE downbeat_message SET state = 0, available_at = NULL");
        await app.StartAsync();
        await Until.TrueAsync(async () => await app.QueueAsync() is { Ready: 0, Unacknowledged: 5 }, "the worker holds all five");

        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
        app.File.Count("SELECT count(*) FROM downbeat_message").ShouldBe(5);
        time.Advance(TimeSpan.FromHours(1));
        await app.SettledAsync();
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

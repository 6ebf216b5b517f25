using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class OutageTests
{
    [Theory]
    [InlineData("consume", "connecting to the broker")]
    [InlineData("receive", "receiving from the broker")]
    [InlineData("settle", "settling messages with the broker")]
    [InlineData("renew", "renewing the lease")]
    [InlineData("wait for revokes", "looking for revoked tasks")]
    public async Task A_broker_that_is_away_is_waited_for_and_nothing_is_lost(string call, string what)
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], worker => worker.HeartbeatInterval = TimeSpan.FromMilliseconds(20), HookedBroker.Use);
        int failures = 4;
        ((HookedBroker)app.Broker).Before = made => made == call && --failures >= 0 ? throw new UnavailableException("away") : Task.CompletedTask;
        IReadOnlyList<AsyncResult> sent = await app.SendManyAsync(Signature.Create("noop"), 20);

        await app.StartAsync();

        foreach (AsyncResult result in sent)
        {
            (await app.WaitAsync(result.Id)).State.ShouldBe(TaskState.Success);
        }

        await app.SettledAsync();
        await Until.TrueAsync(() => app.Log.Of(2005).Any(), "it works again");
        app.Log.Of(2004).ShouldHaveSingleItem().Text.ShouldBe($"{what} failed; it is tried again until it succeeds");
        app.Log.Of(2005).ShouldHaveSingleItem().Text.ShouldBe($"{what} works again");
    }

    [Fact]
    public async Task Errors_that_no_technology_has_translated_are_an_outage_too()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], configure: HookedBroker.Use);
        int failures = 2;
        ((HookedBroker)app.Broker).Before = made => made is "settle" && --failures >= 0 ? throw new IOException("socket") : Task.CompletedTask;
        await app.StartAsync();

        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task A_backend_that_is_away_holds_messages_back_until_their_results_are_stored()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp()], worker => worker.Prefetch = 10, HookedBackend.Use);
        var backend = (HookedBackend)app.Backend;
        bool isAway = true;
        backend.BeforeStore = _ => isAway ? throw new UnavailableException("away") : Task.CompletedTask;
        await app.StartAsync();
        await app.SendManyAsync(Signature.Create("noop"), 100);

        await Until.TrueAsync(() => app.Log.Of(2004).Any(), "the backend is away");
        int held = Math.Max(8, 4 * Environment.ProcessorCount) + 10;
        await Until.TrueAsync(async () => (await app.QueueAsync()).Unacknowledged == held, "the worker holds what it may");
        isAway = false;

        await app.SettledAsync();
        app.File.Count("SELECT count(*) FROM downbeat_result WHERE state = 'SUCCESS'").ShouldBe(100);
    }

    [Fact]
    public async Task A_result_the_backend_refuses_fails_its_own_task_and_no_other()
    {
        await using TestApp app = TestApp.Build([TestTask.Define("task", call => call.Arguments.Required<int>(0, "x"))], configure: HookedBackend.Use);
        ((HookedBackend)app.Backend).BeforeStore = results =>
            results.Any(result => result.Value.Span.SequenceEqual("13"u8)) ? throw new RefusedException() : Task.CompletedTask;
        IReadOnlyList<AsyncResult> sent = await app.Client.SendAllAsync([.. Enumerable.Range(0, 30).Select(x => Signature.Create("task", [x]))], TestApp.Token);

        await app.StartAsync();

        for (int i = 0; i < sent.Count; i++)
        {
            TaskResult result = await app.WaitAsync(sent[i].Id);
            result.State.ShouldBe(i == 13 ? TaskState.Failure : TaskState.Success);
            result.Exception?.Type.ShouldBe("RefusedException");
        }

        await app.SettledAsync();
    }

    [Fact]
    public async Task A_result_the_backend_refuses_in_every_form_is_left_out_and_keeps_nobody_else()
    {
        await using TestApp app = TestApp.Build([TestTask.NoOp(), TestTask.NoOp("poison")], configure: HookedBackend.Use);
        ((HookedBackend)app.Backend).BeforeStore = results =>
            results.Any(result => result.Name == "poison") ? throw new RefusedException() : Task.CompletedTask;
        await app.StartAsync();

        AsyncResult poison = await app.SendAsync(Signature.Create("poison"));
        (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);

        await app.SettledAsync();
        (await app.StateAsync(poison.Id)).ShouldBe(TaskState.Pending);
    }

    [Fact]
    public async Task A_log_that_throws_does_not_stop_the_work()
    {
        await using TestApp app = await TestApp.StartAsync(
            [TestTask.NoOp()], configure: services => Microsoft.Extensions.DependencyInjection.LoggingServiceCollectionExtensions.AddLogging(services, log => log.AddProvider(new BrokenLog())));

        foreach (AsyncResult sent in await app.SendManyAsync(Signature.Create("noop"), 50))
        {
            (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Success);
        }
    }

    private sealed class RefusedException() : DownbeatException("the database refuses this one");

    private sealed class BrokenLog : ILoggerProvider, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            return null;
        }

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id >= 2200)
            {
                throw new InvalidOperationException("the log is full");
            }
        }

        public void Dispose()
        {
        }
    }
}

using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Execution;

public sealed class NewsTests
{
    [Fact]
    public async Task A_task_that_lasts_is_shown_as_started()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs)], worker => worker.Name = "w1");
        AsyncResult sent = await app.SendAsync(Signature.Create("task", [], new Dictionary<string, object?>(StringComparer.Ordinal)));

        await app.WaitAsync(sent.Id, TaskState.Started);

        TaskResult result = (await sent.ReadAsync(TestApp.Token)).ShouldNotBeNull();
        result.Worker.ShouldBe("w1");
        result.StartedAt.ShouldNotBeNull();
        result.DoneAt.ShouldBeNull();
        runs.Open();
        (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task Short_tasks_write_nothing_but_their_end()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()], configure: HookedBackend.Use);
        var backend = (HookedBackend)app.Backend;

        IReadOnlyList<AsyncResult> sent = await app.SendManyAsync(Signature.Create("noop"), 500);
        await app.SettledAsync();

        backend.Stored.Count(result => result.State == TaskState.Success).ShouldBe(sent.Count);
        backend.Stored.Count(result => result.State == TaskState.Started).ShouldBeLessThan(sent.Count / 10);
    }

    [Fact]
    public async Task A_message_that_waits_long_is_shown_as_received()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync([Passes("task", runs)], worker => worker.Concurrency = 1);
        IReadOnlyList<AsyncResult> sent = await app.SendManyAsync(Signature.Create("task"), 2);

        await Until.TrueAsync(
            async () => (await app.StateAsync(sent[0].Id)).Name is "RECEIVED" or "STARTED" && (await app.StateAsync(sent[1].Id)).Name is "RECEIVED" or "STARTED",
            "one is shown as started, the other as received");

        runs.Open();
        (await app.WaitAsync(sent[1].Id)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task The_newest_progress_is_shown_while_the_task_runs_and_stays_with_its_result()
    {
        var runs = new Gate();
        TaskDefinition task = TestTask.DefineAsync("task", async call =>
        {
            for (int done = 1; done <= 50; done++)
            {
                call.Context.ReportProgress(done, 100, "half");
            }

            await runs.PassAsync(call.CancellationToken);
            call.Context.ReportProgress(100, 100, "all");
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task]);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));

        await Until.TrueAsync(async () => await sent.GetProgressAsync(TestApp.Token) == new TaskProgress(50, 100, "half"), "the progress is shown");

        runs.Open();
        (await app.WaitAsync(sent.Id)).Progress.ShouldBe(new TaskProgress(100, 100, "all"));
    }

    [Fact]
    public async Task Progress_reported_later_is_shown_too()
    {
        var runs = new Gate();
        TaskDefinition task = TestTask.DefineAsync("task", async call =>
        {
            for (int done = 0; !runs.PassAsync(call.CancellationToken).IsCompleted; done++)
            {
                call.Context.ReportProgress(done);
                await Task.Delay(1, call.CancellationToken);
            }

            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task]);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));

        await Until.TrueAsync(async () => (await sent.GetProgressAsync(TestApp.Token))?.Done > 0, "some progress is shown");
        double first = (await sent.GetProgressAsync(TestApp.Token))!.Done;
        await Until.TrueAsync(async () => (await sent.GetProgressAsync(TestApp.Token))?.Done > first, "more progress is shown");
        runs.Open();
        await app.WaitAsync(sent.Id);
    }

    [Fact]
    public async Task Nothing_is_shown_when_nobody_wants_it()
    {
        var runs = new Gate();
        await using TestApp app = await TestApp.StartAsync(
            [Passes("task", runs)], worker => worker.TracksStarted = false, configure: HookedBackend.Use);
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));
        await runs.EnteredAsync();
        DateTimeOffset entered = TimeProvider.System.GetUtcNow();
        await Until.TrueAsync(() => TimeProvider.System.GetUtcNow() > entered.AddMilliseconds(100), "there was time to tell of it");

        runs.Open();
        await app.WaitAsync(sent.Id);

        ((HookedBackend)app.Backend).Stored.ShouldHaveSingleItem().State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_later()
    {
        var runs = new Gate();
        await using TestApp app = TestApp.Build([Passes("task", runs)], configure: HookedBackend.Use);
        int failures = 3;
        ((HookedBackend)app.Backend).BeforeStore = _ => --failures >= 0 ? throw new UnavailableException("away") : Task.CompletedTask;
        await app.StartAsync();
        AsyncResult sent = await app.SendAsync(Signature.Create("task"));

        await app.WaitAsync(sent.Id, TaskState.Started);

        app.Log.Of(2004).ShouldHaveSingleItem().Text.ShouldContain("telling of running tasks");
        runs.Open();
        await app.WaitAsync(sent.Id);
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

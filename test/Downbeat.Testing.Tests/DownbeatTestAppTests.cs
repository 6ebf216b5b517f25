namespace Downbeat.Testing.Tests;

public sealed class DownbeatTestAppTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_passes_and_the_nightly_task_has_run_once_at_its_time()
    {
        await using DownbeatTestApp app = await StartAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1), Token);

        TestRun run = app.Runs.ShouldHaveSingleItem();
        run.Task.ShouldBe("reports.build");
        run.PeriodicTaskName.ShouldBe("nightly");
        run.NominalTime.ShouldBe(DownbeatTestApp.DefaultStart.AddHours(3));
        run.StartedAt.ShouldBe(run.NominalTime!.Value);
        run.ResultAs<int>().ShouldBe(2026);
        app.Clock.GetUtcNow().ShouldBe(DownbeatTestApp.DefaultStart.AddDays(1));
    }

    [Fact]
    public async Task Every_occurrence_of_a_long_time_fires_in_order()
    {
        await using DownbeatTestApp app = await StartAsync(d => d.AddTask("tick", () => { }).Every(TimeSpan.FromMinutes(10)));

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(10), Token);

        app.Runs.Where(run => run.Task == "tick").Select(run => run.NominalTime)
            .ShouldBe(Enumerable.Range(1, 60).Select(i => (DateTimeOffset?)DownbeatTestApp.DefaultStart.AddMinutes(10 * i)));
        app.Runs.Where(run => run.Task == "tick").ShouldAllBe(run => run.StartedAt == run.NominalTime);
    }

    [Fact]
    public async Task What_is_sent_runs_at_once_or_after_its_countdown()
    {
        await using DownbeatTestApp app = await StartAsync();

        await app.Tasks.SendAsync(ReportTasks.Signatures.Build(1), Token);
        await app.SettleAsync(Token);
        AsyncResult<int> later = await app.Tasks.SendAsync(ReportTasks.Signatures.Build(2).After(TimeSpan.FromMinutes(5)), Token);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(4), Token);

        app.Runs.Select(run => run.ResultAs<int>()).ShouldBe([1]);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Token);
        app.Runs.Select(run => run.ResultAs<int>()).ShouldBe([1, 2]);
        app.Runs[1].StartedAt.ShouldBe(DownbeatTestApp.DefaultStart.AddMinutes(5));
        (await later.GetAsync(cancellationToken: Token)).ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_fails_is_retried_by_the_clock_and_each_attempt_is_recorded()
    {
        await using DownbeatTestApp app = await StartAsync(d => d
            .AddTask("flaky", (TaskContext context) => context.Attempt < 3 ? throw new IOException($"attempt {context.Attempt}") : context.Attempt)
            .WithOptions(options => options.Retry = new RetryPolicy { MaxRetries = 5, Delay = TimeSpan.FromSeconds(10), Jitter = false }));

        AsyncResult sent = await app.Tasks.SendAsync(Signature.Create("flaky"), Token);
        await app.SettleAsync(Token);
        app.Runs.ShouldHaveSingleItem().Exception.ShouldBeOfType<IOException>().Message.ShouldBe("attempt 1");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5), Token);

        app.Runs.Select(run => run.Attempt).ShouldBe([1, 2, 3]);
        (await sent.GetStateAsync(Token)).ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task A_run_that_waits_for_the_clock_goes_on_when_the_clock_does()
    {
        await using DownbeatTestApp app = await StartAsync();

        await app.Tasks.SendAsync(ReportTasks.Signatures.Slow(), Token);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1), Token);
        app.Runs.ShouldBeEmpty();
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1), Token);

        TestRun run = app.Runs.ShouldHaveSingleItem();
        (run.EndedAt - run.StartedAt).ShouldBe(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task What_is_due_while_a_run_waits_runs_at_its_time()
    {
        await using DownbeatTestApp app = await StartAsync(d => d.AddTask("tick", () => { }).Every(TimeSpan.FromMinutes(10)));

        await app.Tasks.SendAsync(ReportTasks.Signatures.Slow(), Token);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2), Token);

        app.Runs.Count(run => run.Task == "tick").ShouldBe(12);
        app.Runs.ShouldAllBe(run => run.Task != "tick" || run.StartedAt == run.NominalTime);
        app.Runs.Count(run => run.Task == "reports.slow").ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_is_kept_by_the_clock()
    {
        await using DownbeatTestApp app = await StartAsync(d => d.AddTask("rare", () => { }).WithOptions(options => options.RateLimit = RateLimit.Parse("6/m")));

        for (int i = 0; i < 4; i++)
        {
            await app.Tasks.SendAsync(Signature.Create("rare"), Token);
        }

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Token);

        app.Runs.Select(run => (run.StartedAt - DownbeatTestApp.DefaultStart).TotalSeconds).ShouldBe([0, 10, 20, 30]);
    }

    [Fact]
    public async Task A_time_limit_is_kept_by_the_clock()
    {
        await using DownbeatTestApp app = await StartAsync();

        AsyncResult sent = await app.Tasks.SendAsync(ReportTasks.Signatures.Stuck(), Token);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(6), Token);

        TestRun run = app.Runs.ShouldHaveSingleItem();
        run.Exception.ShouldBeAssignableTo<OperationCanceledException>();
        (run.EndedAt - run.StartedAt).ShouldBe(TimeSpan.FromMinutes(5));
        (await sent.GetStateAsync(Token)).ShouldBe(TaskState.Failure);
    }

    [Fact]
    public async Task A_run_that_works_is_waited_for()
    {
        await using DownbeatTestApp app = await StartAsync(d => d.AddTask("busy", async () =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            return 1;
        }));

        await app.Tasks.SendAsync(Signature.Create("busy"), Token);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1), Token);

        TestRun run = app.Runs.ShouldHaveSingleItem();
        run.EndedAt.ShouldBe(DownbeatTestApp.DefaultStart);
    }

    [Fact]
    public async Task More_runs_wait_than_there_are_slots()
    {
        await using DownbeatTestApp app = await StartAsync(d => d.Services.Configure<Worker.Hosting.WorkerOptions>(options => options.Concurrency = 2));

        for (int i = 0; i < 5; i++)
        {
            await app.Tasks.SendAsync(ReportTasks.Signatures.Slow(), Token);
        }

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(6), Token);

        app.Runs.Where(run => run.Task == "reports.slow").Select(run => (run.StartedAt - DownbeatTestApp.DefaultStart).TotalHours).ShouldBe([0, 0, 2, 2, 4]);
    }

    [Fact]
    public async Task The_start_of_the_clock_can_be_chosen()
    {
        var start = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);
        await using DownbeatTestApp app = await DownbeatTestApp.StartAsync(d => d.AddTasks<ReportTasks>(), start, Token);

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(2), Token);

        // The clocks of Berlin go forward in the first night.
        app.Runs.Select(run => run.NominalTime!.Value.UtcDateTime.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(["03-29 02:00", "03-30 02:00"]);
    }

    [Fact]
    public async Task A_clock_does_not_go_back()
    {
        await using DownbeatTestApp app = await StartAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => app.Clock.AdvanceAsync(TimeSpan.FromSeconds(-1), Token));
    }

    private static Task<DownbeatTestApp> StartAsync(Action<Hosting.IDownbeatBuilder>? configure = null)
    {
        return DownbeatTestApp.StartAsync(
            d =>
            {
                d.AddTasks<ReportTasks>();
                configure?.Invoke(d);
            },
            cancellationToken: Token);
    }
}

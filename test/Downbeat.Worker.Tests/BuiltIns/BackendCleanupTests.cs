using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.Retention;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Worker.Tests.BuiltIns;

public sealed class BackendCleanupTests
{
    [Fact]
    public async Task It_deletes_the_results_that_have_expired_and_tells_how_many()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()]);
        await app.SendManyAsync(Signature.Create("noop"), 50);
        await app.SettledAsync();
        app.File.Execute("UPDATE downbeat_result SET done_at = 1, expires_at = 1 WHERE seq <= 30");

        TaskResult result = await app.RunAsync(Signature.Create("celery.backend_cleanup"));

        result.State.ShouldBe(TaskState.Success);
        JsonElement summary = JsonElement.Parse(result.Value.Span);
        summary.GetProperty("deleted").GetProperty("results").GetInt64().ShouldBe(30);
        summary.GetProperty("batches").GetInt32().ShouldBeGreaterThan(0);
        summary.GetProperty("bytes_before").GetInt64().ShouldBeGreaterThan(0);
        summary.GetProperty("bytes_after").GetInt64().ShouldBeGreaterThan(0);
        summary.GetProperty("seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        app.File.Count("SELECT count(*) FROM downbeat_result WHERE name = 'noop'").ShouldBe(20);
        CleanupRun run = (await RunsAsync(app)).ShouldHaveSingleItem();
        run.Trigger.ShouldBe("message");
        run.Outcome.ShouldBe("done");
        result.Progress!.Done.ShouldBe(30);
        result.Progress.Total.ShouldBe(30);
    }

    [Theory]
    [InlineData("scheduled", "schedule")]
    [InlineData("catch_up", "schedule")]
    [InlineData("manual", "manual")]
    public async Task Its_record_says_who_started_it(string fire, string trigger)
    {
        await using TestApp app = await TestApp.StartAsync([]);
        var message = new TaskMessage
        {
            Headers = new TaskHeaders
            {
                Id = "id",
                Task = "celery.backend_cleanup",
                Extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [HeaderNames.Fire] = JsonElement.Parse($"\"{fire}\"") },
            },
            Properties = new MessageProperties { CorrelationId = "id" },
            Body = "[[],{},{}]"u8.ToArray(),
        };
        await app.Broker.PublishAsync([new BrokerMessage(DownbeatOptions.MaintenanceQueue, message)], TestApp.Token);

        await app.WaitAsync("id");

        (await RunsAsync(app)).ShouldHaveSingleItem().Trigger.ShouldBe(trigger);
    }

    [Fact]
    public async Task It_deletes_no_result_when_results_are_kept_for_ever()
    {
        await using TestApp app = await TestApp.StartAsync(
            [TestTask.NoOp()],
            configure: services => services.Configure<DownbeatOptions>(options => options.Retention = new RetentionPolicy { ResultExpires = null }));
        await app.RunAsync(Signature.Create("noop"));
        app.File.Execute("UPDATE downbeat_result SET done_at = 1, expires_at = 1");

        TaskResult result = await app.RunAsync(Signature.Create("celery.backend_cleanup"));

        result.State.ShouldBe(TaskState.Success);
        app.File.Count("SELECT count(*) FROM downbeat_result WHERE name = 'noop'").ShouldBe(1);
    }

    [Fact]
    public async Task It_cleans_two_databases_one_after_the_other()
    {
        using var file = new TempFile();
        await using TestApp app = await TestApp.StartAsync(
            [TestTask.NoOp()],
            configure: services => services.Configure<DownbeatOptions>(options => options.ResultBackend = $"sqlite:///{file.Other}"),
            file: file);
        await app.Broker.Revocations.RevokeAsync([new Control.Revocation("old", DateTimeOffset.UnixEpoch, "", Terminate: false)], TestApp.Token);

        TaskResult result = await app.RunAsync(Signature.Create("celery.backend_cleanup"));

        JsonElement.Parse(result.Value.Span).GetProperty("deleted").GetProperty("revocations").GetInt64().ShouldBe(1);
        RetentionSet databases = app.Services.GetRequiredService<RetentionSet>();
        (await databases.Broker!.Runs.ListAsync(10, TestApp.Token)).ShouldHaveSingleItem();
        (await databases.ResultBackend!.Runs.ListAsync(10, TestApp.Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Beats_own_rows_are_left_to_beat()
    {
        await using TestApp app = await TestApp.StartAsync([]);
        await app.Broker.CheckAsync(TestApp.Token);
        app.File.Execute("INSERT INTO downbeat_beat (name, seen_at, report) VALUES ('old', 1, '{}')");

        await app.RunAsync(Signature.Create("celery.backend_cleanup"));

        app.File.Count("SELECT count(*) FROM downbeat_beat").ShouldBe(1);
    }

    [Fact]
    public async Task Two_at_once_are_harmless()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()]);
        await app.SendManyAsync(Signature.Create("noop"), 2_000);
        await app.SettledAsync();
        app.File.Execute("UPDATE downbeat_result SET done_at = 1, expires_at = 1");

        IReadOnlyList<AsyncResult> cleanups = await app.SendManyAsync(Signature.Create("celery.backend_cleanup"), 2);
        TaskResult[] results = [await app.WaitAsync(cleanups[0].Id), await app.WaitAsync(cleanups[1].Id)];

        results.ShouldAllBe(result => result.State == TaskState.Success);
        results.Sum(Deleted).ShouldBe(2_000);
        app.File.Count("SELECT count(*) FROM downbeat_result WHERE name = 'noop'").ShouldBe(0);

        static long Deleted(TaskResult result)
        {
            return JsonElement.Parse(result.Value.Span).GetProperty("deleted").TryGetProperty("results", out JsonElement count) ? count.GetInt64() : 0;
        }
    }

    [Fact]
    public void It_is_a_task_of_downbeats_own()
    {
        using var app = new TempFile();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDownbeat(downbeat => downbeat.UseSqlite(app.Path)).AddWorker();
        using ServiceProvider provider = services.BuildServiceProvider();

        TaskDefinition definition = provider.GetRequiredService<TaskRegistry>().All.ShouldHaveSingleItem();

        definition.Name.ShouldBe("celery.backend_cleanup");
        definition.IsBuiltIn.ShouldBeTrue();
        definition.Options.Queue.ShouldBe("downbeat.maintenance");
    }

    private static async Task<IReadOnlyList<CleanupRun>> RunsAsync(TestApp app)
    {
        return await app.Services.GetRequiredService<RetentionSet>().ResultBackend!.Runs.ListAsync(10, TestApp.Token);
    }
}

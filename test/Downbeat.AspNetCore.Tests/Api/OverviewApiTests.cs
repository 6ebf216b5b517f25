using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Operations.Overviews;
using Downbeat.AspNetCore.Tests.Support;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.AspNetCore.Tests.Api;

public sealed class OverviewApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_what_is_next_what_failed_and_what_to_look_at()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        foreach (int minutes in (int[])[30, 10, 20])
        {
            await manager.PostAsJsonAsync("/api/v1/periodic-tasks", new { name = $"every {minutes}", task = "t", schedule = $"interval: {minutes} minutes" }, Token);
        }

        DateTimeOffset now = site.Clock.GetUtcNow();
        await site.Get<IResultBackend>().StoreAsync([Result("a", TaskState.Success, now, 1), Result("b", TaskState.Failure, now, 3), Result("c", TaskState.Success, now, 2)], Token);

        JsonNode overview = await manager.GetAsync("/api/v1/overview", Token).DoneAsync();

        overview["next"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).ShouldBe(["every 10", "every 20", "every 30"]);
        overview["failures"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe("b");
        overview["last_hour"]!["succeeded"]!.GetValue<int>().ShouldBe(2);
        overview["last_hour"]!["failed"]!.GetValue<int>().ShouldBe(1);
        overview["last_hour"]!["median_seconds"]!.GetValue<double>().ShouldBe(2);
        overview["warnings"]!.AsArray().Select(one => one!["kind"]!.GetValue<string>()).ShouldBe(["no-beat", "cleanup-off"]);
        (await manager.GetAsync("/api/v1/periodic-tasks?order=next_run&take=1&kind=interval", Token).DoneAsync())["items"]![0]!["name"]!.GetValue<string>()
            .ShouldBe("every 10");
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_and_takes_nothing_else_with_it()
    {
        var away = new AwayStore();
        await using Site site = await Site.StartAsync(builder => builder.Services.AddSingleton<IScheduleStore>(away));
        using HttpClient viewer = await site.ProgramAsync(AccountRole.Viewer);
        await site.Get<IResultBackend>().StoreAsync([Result("b", TaskState.Failure, site.Clock.GetUtcNow(), 3)], Token);

        JsonNode overview = await viewer.GetAsync("/api/v1/overview", Token).DoneAsync();
        JsonNode problem = await viewer.GetAsync("/api/v1/periodic-tasks", Token).RefusedAsync(System.Net.HttpStatusCode.ServiceUnavailable, "unavailable");

        overview["failures"]!.AsArray().Count.ShouldBe(1);
        JsonNode warning = overview["warnings"]!.AsArray().ShouldHaveSingleItem()!;
        warning["kind"]!.GetValue<string>().ShouldBe("away");
        overview.ToJsonString().ShouldNotContain("hunter2");
        problem.ToJsonString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Rates_are_about_the_time_that_the_results_reach_back()
    {
        DateTimeOffset now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        TaskResult[] busy = [.. Enumerable.Range(0, 100).Select(i => Result($"{i}", TaskState.Success, now.AddSeconds(-i), 1))];

        RunStatistics part = RunStatistics.Of(busy, isWhole: false, now, TimeSpan.FromHours(1));
        RunStatistics whole = RunStatistics.Of(busy, isWhole: true, now, TimeSpan.FromHours(1));

        part.PerMinute.ShouldBe(100 / (99.0 / 60), 0.001);
        whole.PerMinute.ShouldBe(100.0 / 60, 0.001);
        whole.Buckets.Sum().ShouldBe(100);
        whole.Buckets[^1].ShouldBe(61);
        RunStatistics.Of([], isWhole: true, now, TimeSpan.FromHours(1)).MedianRuntime.ShouldBeNull();
    }

    private static TaskResult Result(string id, TaskState state, DateTimeOffset done, int seconds)
    {
        return new TaskResult { Id = id, State = state, Name = "t", StartedAt = done.AddSeconds(-seconds), DoneAt = done };
    }
}

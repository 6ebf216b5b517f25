using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Tests.Support;

namespace Downbeat.AspNetCore.Tests.Api;

public sealed class MessageApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_sent_once_however_often_it_is_asked_for_with_one_key()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);
        using HttpClient others = await site.ProgramAsync(AccountRole.Operator);

        JsonNode[] sent = [await SendAsync(operations, "key 1"), await SendAsync(operations, "key 1"), await SendAsync(operations, "key 2"), await SendAsync(others, "key 1")];

        sent[1]["task_id"]!.GetValue<string>().ShouldBe(sent[0]["task_id"]!.GetValue<string>());
        sent.Select(one => one["task_id"]!.GetValue<string>()).Distinct().Count().ShouldBe(3);
        JsonNode queues = await operations.GetAsync("/api/v1/queues", Token).DoneAsync();
        queues["items"]!.AsArray().Single(queue => queue!["name"]!.GetValue<string>() == "jobs")!["ready"]!.GetValue<long>().ShouldBe(3);
    }

    [Fact]
    public async Task A_queue_is_purged_by_whoever_says_its_name_twice_and_may()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        await SendAsync(operations, key: null);
        await SendAsync(operations, key: null);

        await operations.PostAsJsonAsync("/api/v1/queues/jobs/purge", new { name = "jobs" }, Token).RefusedAsync(HttpStatusCode.Forbidden, "forbidden");
        await manager.PostAsJsonAsync("/api/v1/queues/jobs/purge", new { name = "job" }, Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        JsonNode purged = await manager.PostAsJsonAsync("/api/v1/queues/jobs/purge", new { name = "jobs" }, Token).DoneAsync();

        JsonNode slashed = await manager.PostAsJsonAsync("/api/v1/queues/a%2Fb%20c/purge", new { name = "a/b c" }, Token).DoneAsync();

        purged["count"]!.GetValue<long>().ShouldBe(2);
        slashed["count"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_means_all_dead_letters_by_saying_nothing()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);

        await manager.PostAsJsonAsync("/api/v1/dead-letters/discard", new { }, Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        (await manager.PostAsJsonAsync("/api/v1/dead-letters/discard", new { all = true }, Token).DoneAsync())["count"]!.GetValue<long>().ShouldBe(0);
        (await manager.PostAsJsonAsync("/api/v1/dead-letters/requeue", new { queue = "jobs" }, Token).DoneAsync())["count"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task A_cleanup_runs_beside_the_requests_and_tells_what_it_did()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);

        JsonNode started = await manager.PostAsJsonAsync("/api/v1/cleanup/runs", new { dry_run = true }, Token).DoneAsync(HttpStatusCode.Accepted);
        await site.Get<AspNetCore.Operations.Cleanups.CleanupOperations>().WaitAsync(Token);
        JsonNode runs = await manager.GetAsync("/api/v1/cleanup/runs", Token).DoneAsync();
        JsonNode cleanup = await manager.GetAsync("/api/v1/cleanup", Token).DoneAsync();

        started["started"]!.GetValue<bool>().ShouldBeTrue();
        JsonNode run = runs["items"]!.AsArray().ShouldHaveSingleItem()!;
        run["trigger"]!.GetValue<string>().ShouldBe("manual");
        run["dry_run"]!.GetValue<bool>().ShouldBeTrue();
        run["outcome"]!.GetValue<string>().ShouldBe("done");
        cleanup["retention"]!["result_expires_seconds"]!.GetValue<double>().ShouldBe(86_400);
        cleanup["databases"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Workers_beats_and_tasks_are_listed()
    {
        await using Site site = await Site.StartAsync();
        await site.Get<ScheduleStores.IScheduleStore>().Nodes.ReportAsync(
            new ScheduleStores.NodeReport("beat@here") { Host = "here", SeenAt = site.Clock.GetUtcNow(), StartedAt = site.Clock.GetUtcNow() }, Token);
        using HttpClient viewer = await site.ProgramAsync(AccountRole.Viewer);

        JsonNode beats = await viewer.GetAsync("/api/v1/beats", Token).DoneAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        JsonNode later = await viewer.GetAsync("/api/v1/beats", Token).DoneAsync();

        beats["items"]![0]!["alive"]!.GetValue<bool>().ShouldBeTrue();
        later["items"]![0]!["alive"]!.GetValue<bool>().ShouldBeFalse();
        (await viewer.GetAsync("/api/v1/workers", Token).DoneAsync())["items"]!.AsArray().ShouldBeEmpty();
        (await viewer.GetAsync("/api/v1/tasks", Token).DoneAsync())["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<JsonNode> SendAsync(HttpClient client, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tasks/send")
        {
            Content = JsonContent.Create(new { task = "jobs.do", args = new[] { 1, 2 }, queue = "jobs", countdown_seconds = 0 }),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request, Token).DoneAsync(HttpStatusCode.Accepted);
    }
}

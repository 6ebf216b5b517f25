using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Tests.Support;
using Downbeat.Brokers;
using Downbeat.ResultBackends;
using Downbeat.Serialization;

namespace Downbeat.AspNetCore.Tests.Api;

public sealed class ResultApiTests
{
    private const string Root = "/api/v1/results";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_are_listed_searched_and_read_without_secrets()
    {
        await using Site site = await Site.StartAsync();
        await StoreAsync(site, 30);
        using HttpClient viewer = await site.ProgramAsync(AccountRole.Viewer);

        JsonNode failed = await viewer.GetAsync(Root + "?state=FAILURE&take=2", Token).DoneAsync();
        JsonNode searched = await viewer.GetAsync(Root + "?exception=no+disk&worker=w1", Token).DoneAsync();
        JsonNode one = await viewer.GetAsync(Root + "/id-3", Token).DoneAsync();

        failed["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ShouldBe(["id-27", "id-24"]);
        failed["next"].ShouldNotBeNull();
        searched["items"]!.AsArray().Count.ShouldBe(5);
        searched["looked"]!.GetValue<int>().ShouldBe(30);
        one["exception"]!["message"]!.GetValue<string>().ShouldContain("no disk");
        one.ToJsonString().ShouldNotContain("hunter2");
        await viewer.GetAsync(Root + "/nothing", Token).RefusedAsync(HttpStatusCode.NotFound, "not-found");
        await viewer.GetAsync(Root + "?state=BROKEN", Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Fact]
    public async Task A_failure_is_sent_again_with_the_same_arguments_or_with_others()
    {
        await using Site site = await Site.StartAsync();
        await StoreAsync(site, 4);
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);

        JsonNode same = await operations.PostAsync(Root + "/id-3/retry", content: null, Token).DoneAsync(HttpStatusCode.Accepted);
        JsonNode shown = await operations.GetAsync(Root + "/id-3", Token).DoneAsync();
        shown["kwargs"]!["number"] = 99;
        JsonNode other = await operations.PostAsJsonAsync(Root + "/id-3/retry", new { kwargs = shown["kwargs"] }, Token).DoneAsync(HttpStatusCode.Accepted);

        same["task_id"]!.GetValue<string>().ShouldNotBe("id-3");
        string[] bodies = await BodiesAsync(site, "jobs");
        bodies.Length.ShouldBe(2);
        bodies[0].ShouldContain("\"number\":3");
        bodies[1].ShouldContain("\"number\":99");
        bodies.ShouldAllBe(body => body.Contains("hunter2", StringComparison.Ordinal));
        other["task_id"]!.GetValue<string>().ShouldNotBe(same["task_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task All_that_failed_are_sent_again_at_once()
    {
        await using Site site = await Site.StartAsync();
        await StoreAsync(site, 10);
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);

        JsonNode retried = await operations.PostAsJsonAsync(Root + "/retry", new { most = 2 }, Token).DoneAsync();

        retried["sent"]!.GetValue<int>().ShouldBe(2);
        (await BodiesAsync(site, "jobs")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Results_are_revoked_and_forgotten_by_those_who_may()
    {
        await using Site site = await Site.StartAsync();
        await StoreAsync(site, 2);
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);

        await operations.PostAsJsonAsync(Root + "/id-1/revoke", new { reason = "not today" }, Token).DoneAsync(HttpStatusCode.NoContent);
        await operations.DeleteAsync(Root + "/id-1", Token).RefusedAsync(HttpStatusCode.Forbidden, "forbidden");
        await manager.DeleteAsync(Root + "/id-1", Token).DoneAsync(HttpStatusCode.NoContent);

        (await site.Get<IBroker>().Revocations.FindAsync(["id-1"], Token)).ShouldHaveSingleItem().Reason.ShouldBe("not today");
        (await site.Get<IResultBackend>().GetAsync("id-1", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Exports_hold_every_result_and_no_formula()
    {
        await using Site site = await Site.StartAsync();
        await StoreAsync(site, 1200);
        await site.Get<IResultBackend>().StoreAsync([new TaskResult { Id = "=cmd()", State = TaskState.Success, Name = "a,b" }], Token);
        using HttpClient viewer = await site.ProgramAsync(AccountRole.Viewer);

        string[] lines = (await viewer.GetStringAsync(Root + "/export", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] rows = (await viewer.GetStringAsync(Root + "/export?format=csv", Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(1201);
        lines.ShouldAllBe(line => JsonNode.Parse(line)!["id"] != null);
        rows.Length.ShouldBe(1202);
        rows[1].ShouldStartWith("'=cmd(),SUCCESS,\"a,b\"");
    }

    private static async Task StoreAsync(Site site, int count)
    {
        DateTimeOffset now = site.Clock.GetUtcNow();
        await site.Get<IResultBackend>().StoreAsync(
            [
                .. Enumerable.Range(0, count).Select(i => new TaskResult
                {
                    Id = $"id-{i}",
                    State = i % 3 == 0 ? TaskState.Failure : TaskState.Success,
                    Name = "jobs.do",
                    Args = "[]"u8.ToArray(),
                    Kwargs = Encoding.UTF8.GetBytes($$"""{"number": {{i}}, "password": "hunter2"}"""),
                    Worker = $"w{i % 2}",
                    Queue = "jobs",
                    StartedAt = now,
                    DoneAt = now.AddSeconds(1),
                    Exception = i % 3 == 0 ? ExceptionInfo.From(new IOException("no disk at smb://ada:hunter2@files/")) : null,
                }),
            ],
            Token);
    }

    private static async Task<string[]> BodiesAsync(Site site, string queue)
    {
        await using IBrokerConsumer consumer = await site.Get<IBroker>().ConsumeAsync(
            new ConsumerOptions { WorkerName = "reader", Queues = [queue], Lease = TimeSpan.FromMinutes(1) }, Token);
        IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(100, Token);
        return [.. deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.Message.Body.Span))];
    }
}

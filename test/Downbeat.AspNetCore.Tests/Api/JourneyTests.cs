using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Tests.Support;
using Downbeat.ResultBackends;

namespace Downbeat.AspNetCore.Tests.Api;

/// <summary>From the first run to a failure that is sent again, on a file, by two processes that share it.</summary>
public sealed class JourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("downbeat-api-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task From_the_first_run_to_a_failure_that_is_sent_again()
    {
        string store = $"sqlite:///{_folder}/downbeat.db";
        await using Site site = await Site.StartAsync(store: store);
        using HttpClient root = site.Browser();
        string token = site.Get<AspNetCore.Access.FirstRun>().Token;

        await root.PostAsJsonAsync("/api/v1/first-run", new { token, name = "root", password = Site.Password }, Token).DoneAsync(HttpStatusCode.NoContent);
        await root.PostAsJsonAsync("/api/v1/users", new { name = "ada", password = Site.Password, role = "operator" }, Token).DoneAsync(HttpStatusCode.Created);
        HttpResponseMessage added = await root.PostAsJsonAsync(
            "/api/v1/periodic-tasks", new { name = "report", task = "reports.build", schedule = "interval: 5 minutes" }, Token);

        // Another process on the same file knows the session, the people and the task.
        await using Site other = await Site.StartAsync(store: store);
        using HttpClient ada = await other.SignInAsync("ada");
        JsonNode sent = await ada.PostAsync(added.Headers.Location!.OriginalString + "/run", content: null, Token).DoneAsync(HttpStatusCode.Accepted);
        string id = sent["task_id"]!.GetValue<string>();
        await other.Get<IResultBackend>().StoreAsync(
            [new TaskResult { Id = id, State = TaskState.Failure, Name = "reports.build", Args = "[]"u8.ToArray(), Kwargs = "{}"u8.ToArray() }], Token);
        JsonNode failed = await ada.GetAsync("/api/v1/results?state=FAILURE", Token).DoneAsync();
        await ada.PostAsync($"/api/v1/results/{id}/retry", content: null, Token).DoneAsync(HttpStatusCode.Accepted);
        JsonNode audit = await root.GetAsync("/api/v1/audit", Token).DoneAsync();

        other.Console.ToString().ShouldBeEmpty();
        failed["items"]![0]!["id"]!.GetValue<string>().ShouldBe(id);
        audit["items"]!.AsArray().Select(one => $"{one!["who"]}: {one["action"]}").ShouldBe(
            ["ada: task retried", "ada: periodic task run", "root: periodic task added", "root: user added", "root: user added"]);
        await ada.DeleteAsync("/api/v1/session", Token).DoneAsync(HttpStatusCode.NoContent);
        await ada.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        (await site.Get<AspNetCore.Operations.People>().FindAsync("ada", Token))!.Role.ShouldBe(AccountRole.Operator);
    }

    [Fact]
    public async Task Two_thousand_are_dealt_with_by_one_request()
    {
        await using Site site = await Site.StartAsync(store: $"sqlite:///{_folder}/downbeat.db");
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        IPeriodicTasks periodic = site.Get<IPeriodicTasks>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), Token, async (i, token) =>
            await periodic.AddAsync(new PeriodicTask($"task {i}", "t") { Schedule = Schedule.Every(TimeSpan.FromHours(1)) }, cancellationToken: token));

        JsonNode report = await manager.PostAsJsonAsync(
            "/api/v1/periodic-tasks/bulk", new { action = "set_queue", filter = new { task = "t" }, value = "slow", expected = 2000 }, Token).DoneAsync();

        report["done"]!.GetValue<int>().ShouldBe(2000);
        JsonNode page = await manager.GetAsync("/api/v1/periodic-tasks?queue=slow&take=1000", Token).DoneAsync();
        page["items"]!.AsArray().Count.ShouldBe(1000);
        page["next"].ShouldNotBeNull();
    }
}

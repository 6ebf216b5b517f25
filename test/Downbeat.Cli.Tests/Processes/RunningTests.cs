using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Processes;

/// <summary>Programs as users start them.</summary>
public sealed partial class RunningTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Up_fires_runs_the_cleanup_and_serves_health_and_metrics()
    {
        await using Tool up = Tool.Start(_folder, Tool.Downbeat, "up", "--port", "0");
        Uri url = await up.UrlAsync();
        await up.SaysAsync(WorkerRuns());
        using var http = new HttpClient { BaseAddress = url };

        Answer cleanup = await Tool.RunAsync(_folder, Tool.Downbeat, ["call", "celery.backend_cleanup", "--wait", "--timeout", "60", "--json"]);

        cleanup.Done().Json["state"]!.GetValue<string>().ShouldBe("SUCCESS");
        (await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        JsonNode ready = JsonNode.Parse(await http.GetStringAsync("/readyz", TestContext.Current.CancellationToken))!;
        ready["status"]!.GetValue<string>().ShouldBe("ready");
        ready["checks"]!.AsObject().Select(check => check.Key).ShouldBe(["broker", "result_backend", "store", "beat", "worker"], ignoreOrder: true);
        (await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldContain("downbeat_tasks_processed");
        (await up.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Up_serves_the_api_to_whoever_has_an_account()
    {
        await using Tool up = Tool.Start(_folder, Tool.Downbeat, "up", "--port", "0");
        Uri url = await up.UrlAsync();
        using var http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Origin", url.GetLeftPart(UriPartial.Authority));

        HttpResponseMessage stranger = await http.GetAsync("/api/v1/overview", TestContext.Current.CancellationToken);
        Answer made = await Tool.RunAsync(
            _folder, Tool.Downbeat, ["createsuperuser", "ada", "--password-stdin", "--json"], "correct horse battery\n");
        HttpResponseMessage signedIn = await http.PostAsJsonAsync(
            "/api/v1/session", new { name = "ada", password = "correct horse battery" }, TestContext.Current.CancellationToken);
        JsonNode tasks = JsonNode.Parse(await http.GetStringAsync("/api/v1/periodic-tasks", TestContext.Current.CancellationToken))!;

        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        made.Done().Json["role"]!.GetValue<string>().ShouldBe("administrator");
        signedIn.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        tasks["items"]![0]!["name"]!.GetValue<string>().ShouldBe("celery.backend_cleanup");
        up.Output.ShouldContain("Nobody can sign in yet");
        (await up.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_tools_worker_runs_an_applications_own()
    {
        await using Tool worker = Tool.Start(_folder, Tool.Downbeat, "worker", "--app", Tool.Quickstart, "-Q", "celery,other", "-c", "3", "-n", "w1");
        (await LogSaysAsync(WorkerRuns())).ShouldBe("w1 runs 6 tasks, 3 at once, from celery, other, downbeat.maintenance");

        Answer answer = await Tool.RunAsync(
            _folder, Tool.Quickstart, ["call", "quickstart.flaky", "--queue", "other", "--wait", "--timeout", "60", "--json"]);

        answer.Done().Json["result"]!.GetValue<string>().ShouldBe("succeeded at attempt 3");
        answer.Json["worker"]!.GetValue<string>().ShouldBe("w1");
        (await worker.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_task_nobody_knows_is_parked_and_can_be_requeued_and_purged()
    {
        await using Tool worker = Tool.Start(_folder, Tool.Downbeat, "worker", "-Q", "jobs");
        await Tool.RunAsync(_folder, Tool.Downbeat, ["call", "no.such.task", "--queue", "jobs", "--task-id", "lost"]);

        JsonNode letter = await DeadLetterAsync();
        letter["task"]!.GetValue<string>().ShouldBe("no.such.task");
        letter["reason"]!.GetValue<string>().ShouldContain("no.such.task");
        await worker.StopAsync();

        (await Tool.RunAsync(_folder, Tool.Downbeat, ["deadletters", "requeue", "--queue", "jobs", "--json"])).Done().Json["requeued"]!.GetValue<int>().ShouldBe(1);
        (await Tool.RunAsync(_folder, Tool.Downbeat, ["queues", "list", "--json"])).Done().Array
            .Single(queue => queue!["name"]!.GetValue<string>() == "jobs")!["ready"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task The_quickstart_runs_each_of_its_tasks_once()
    {
        Answer answer = await Tool.RunAsync(_folder, Tool.Quickstart, ["--once", "--folder", _folder.Path]);

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Json["ok"]!.GetValue<bool>().ShouldBeTrue();
        answer.Json["tasks"]!.AsArray().Select(task => task!["state"]!.GetValue<string>()).ShouldBe(Enumerable.Repeat("SUCCESS", 6));
        answer.Json["tasks"]!.AsArray().Single(task => task!["name"]!.GetValue<string>() == "flaky")!["attempts"]!.GetValue<int>().ShouldBe(3);
    }

    // The quickstart's terminal is for its view; it logs to a file.
    private async Task<string> LogSaysAsync(Regex words)
    {
        for (int i = 0; i < 600; i++)
        {
            if (File.Exists(_folder.File("quickstart.log")) && words.Match(await ReadAsync(_folder.File("quickstart.log"))) is { Success: true } match)
            {
                return match.Value;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"the log never said {words}");
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    private async Task<JsonNode> DeadLetterAsync()
    {
        for (int i = 0; i < 200; i++)
        {
            if ((await Shell.JsonAsync(_folder, "deadletters", "list")).Done().Array is [{ } letter, ..])
            {
                return letter;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("no dead letter");
    }

    [GeneratedRegex("[^ ]+ runs .* from .*", RegexOptions.None, 1000)]
    private static partial Regex WorkerRuns();
}

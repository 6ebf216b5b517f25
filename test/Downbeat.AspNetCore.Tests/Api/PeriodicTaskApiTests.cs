using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Tests.Support;
using Downbeat.Brokers;

namespace Downbeat.AspNetCore.Tests.Api;

public sealed class PeriodicTaskApiTests
{
    private const string Root = "/api/v1/periodic-tasks";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_periodic_task_is_added_read_changed_and_deleted()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);

        HttpResponseMessage added = await manager.PostAsJsonAsync(Root, Report(), Token);
        JsonNode task = await Task.FromResult(added).DoneAsync(HttpStatusCode.Created);
        string address = added.Headers.Location!.OriginalString;
        task["next_run_at"]!.GetValue<DateTime>().ShouldBe(new DateTime(2026, 11, 24, 3, 0, 0, DateTimeKind.Utc));
        task["schedule_text"]!.GetValue<string>().ShouldContain("04:00");
        task["changed_by"]!.GetValue<string>().ShouldStartWith("Manager");
        task["origin"]!.GetValue<string>().ShouldBe("api");

        JsonNode patched = await manager.PatchAsJsonAsync(address, new { description = "daily" }, Token).DoneAsync();
        patched["description"]!.GetValue<string>().ShouldBe("daily");
        patched["kwargs"]!["year"]!.GetValue<int>().ShouldBe(2026);

        patched["queue"] = "slow";
        JsonNode replaced = await manager.PutAsJsonAsync(address, patched, Token).DoneAsync();
        replaced["queue"]!.GetValue<string>().ShouldBe("slow");
        replaced["revision"]!.GetValue<long>().ShouldBe(3);

        await manager.DeleteAsync(address, Token).DoneAsync(HttpStatusCode.NoContent);
        await manager.GetAsync(address, Token).RefusedAsync(HttpStatusCode.NotFound, "not-found");
        JsonNode changes = await manager.GetAsync(address + "/changes", Token).DoneAsync();
        changes["items"]!.AsArray().Select(change => change!["action"]!.GetValue<string>()).ShouldBe(
            ["periodic task deleted", "periodic task changed", "periodic task changed", "periodic task added"]);
        changes["items"]![1]!["before"]!["description"]!.GetValue<string>().ShouldBe("daily");
        changes["items"]![1]!["after"]!["queue"]!.GetValue<string>().ShouldBe("slow");
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_the_second_is_told()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        HttpResponseMessage added = await manager.PostAsJsonAsync(Root, Report(), Token);
        string address = added.Headers.Location!.OriginalString;
        string tag = added.Headers.ETag!.Tag;

        HttpResponseMessage first = await PatchAsync(manager, address, tag, "first");
        await PatchAsync(manager, address, tag, "second").RefusedAsync(HttpStatusCode.PreconditionFailed, "conflict");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PatchAsync(manager, address, first.Headers.ETag!.Tag, "second")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await PatchAsync(manager, address, "\"one\"", "third").RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Theory]
    [InlineData("schedule", "crontab: 61 4 * * *", "minute")]
    [InlineData("schedule", "sometimes", "kind")]
    [InlineData("priority", "300", "priority")]
    [InlineData("colour", "red", "colour")]
    public async Task A_refusal_names_the_field_the_value_and_what_is_allowed(string field, string value, string refused)
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        JsonObject report = Report();
        report[field] = int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : value;

        JsonNode problem = await manager.PostAsJsonAsync(Root, report, Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");

        problem["field"]!.GetValue<string>().ShouldBe(refused);
        problem["allowed"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["detail"]!.GetValue<string>().ShouldContain(refused);
    }

    [Fact]
    public async Task Pausing_keeps_the_reason_and_running_now_sends_other_arguments_once()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);
        string address = (await manager.PostAsJsonAsync(Root, Report(), Token)).Headers.Location!.OriginalString;

        JsonNode paused = await operations.PostAsJsonAsync(address + "/disable", new { reason = "the disk is full" }, Token).DoneAsync();
        JsonNode sent = await operations.PostAsJsonAsync(address + "/run", new { kwargs = new { year = 1999 } }, Token).DoneAsync(HttpStatusCode.Accepted);
        JsonNode running = await operations.PostAsync(address + "/enable", content: null, Token).DoneAsync();
        JsonNode history = await operations.GetAsync(address + "/history", Token).DoneAsync();

        paused["enabled"]!.GetValue<bool>().ShouldBeFalse();
        paused["disabled_reason"]!.GetValue<string>().ShouldBe("the disk is full");
        running["enabled"]!.GetValue<bool>().ShouldBeTrue();
        running["disabled_reason"].ShouldBeNull();
        running["kwargs"]!["year"]!.GetValue<int>().ShouldBe(2026);
        JsonNode fire = history["items"]!.AsArray().ShouldHaveSingleItem()!;
        fire["task_id"]!.GetValue<string>().ShouldBe(sent["task_id"]!.GetValue<string>());
        fire["kind"]!.GetValue<string>().ShouldBe("manual");
        fire["outcome"]!.GetValue<string>().ShouldBe("published");
        (await site.Get<IBroker>().Queues.ListAsync(Token)).ShouldContain(queue => queue.Ready == 1);
    }

    [Fact]
    public async Task Secrets_are_masked_and_survive_an_edit_of_something_else()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        JsonObject report = Report();
        report["kwargs"] = new JsonObject { ["api_key"] = "hunter2", ["url"] = "redis://:hunter2@host/0", ["plain"] = 1 };
        HttpResponseMessage added = await manager.PostAsJsonAsync(Root, report, Token);
        string address = added.Headers.Location!.OriginalString;

        JsonNode shown = await manager.GetAsync(address, Token).DoneAsync();
        shown["kwargs"]!["plain"] = 2;
        await manager.PutAsJsonAsync(address, shown, Token).DoneAsync();
        string changes = await manager.GetStringAsync(address + "/changes", Token);

        shown.ToJsonString().ShouldNotContain("hunter2");
        changes.ShouldNotContain("hunter2");
        string row = (await site.Get<ScheduleStores.IScheduleStore>().Tasks.FindAsync("report", Token))!.Kwargs;
        JsonNode.Parse(row)!["api_key"]!.GetValue<string>().ShouldBe("hunter2");
        JsonNode.Parse(row)!["url"]!.GetValue<string>().ShouldBe("redis://:hunter2@host/0");
        JsonNode.Parse(row)!["plain"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_schedule_that_is_typed_is_previewed_with_what_daylight_saving_does_to_it()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient viewer = await site.ProgramAsync(AccountRole.Viewer);

        JsonNode gap = await PreviewAsync(viewer, "crontab: 30 2 28 3 * Europe/Berlin");
        JsonNode overlap = await PreviewAsync(viewer, "crontab: */30 2 31 10 * Europe/Berlin");

        gap["occurrences"]![0]!["at"]!.GetValue<DateTime>().ShouldBe(new DateTime(2027, 3, 28, 1, 0, 0, DateTimeKind.Utc));
        gap["occurrences"]![0]!["local"]!.GetValue<string>().ShouldBe("2027-03-28T03:00:00+02:00");
        gap["occurrences"]![0]!["effect"]!.GetValue<string>().ShouldBe("after_gap");
        overlap["occurrences"]!.AsArray().Take(4).Select(one => one!["effect"]!.GetValue<string>())
            .ShouldBe(["first_of_two", "first_of_two", "second_of_two", "second_of_two"]);
        await viewer.PostAsJsonAsync(Root + "/preview", new { schedule = "crontab: 0 0 31 2 *" }, Token)
            .RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Fact]
    public async Task Lists_are_read_page_by_page()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        await AddManyAsync(manager, 5);

        JsonNode first = await manager.GetAsync(Root + "?take=3&search=TASK", Token).DoneAsync();
        JsonNode second = await manager.GetAsync($"{Root}?take=3&search=TASK&after={Uri.EscapeDataString(first["next"]!.GetValue<string>())}", Token).DoneAsync();

        first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(one => one!["name"]!.GetValue<string>())
            .ShouldBe(Enumerable.Range(0, 5).Select(i => $"task {i}"));
        second["next"].ShouldBeNull();
        await manager.GetAsync(Root + "?take=many", Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        await manager.GetAsync(Root + "?take=5000", Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Fact]
    public async Task Many_are_dealt_with_at_once_and_those_that_refuse_are_told()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient manager = await site.ProgramAsync(AccountRole.Manager);
        using HttpClient operations = await site.ProgramAsync(AccountRole.Operator);
        await AddManyAsync(manager, 3);
        var all = new { search = "task" };

        await operations.PostAsJsonAsync(Root + "/bulk", new { action = "disable", filter = all, expected = 2 }, Token)
            .RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        JsonNode disabled = await operations.PostAsJsonAsync(Root + "/bulk", new { action = "disable", filter = all, expected = 3, value = "sale" }, Token).DoneAsync();
        JsonNode tagged = await manager.PostAsJsonAsync(Root + "/bulk", new { action = "add_tag", filter = all, value = "a,b" }, Token).DoneAsync();
        await operations.PostAsJsonAsync(Root + "/bulk", new { action = "delete", filter = all }, Token).RefusedAsync(HttpStatusCode.Forbidden, "forbidden");

        disabled["done"]!.GetValue<int>().ShouldBe(3);
        tagged["done"]!.GetValue<int>().ShouldBe(0);
        tagged["failures"]!.AsArray().Count.ShouldBe(3);
        (await manager.GetAsync(Root + "?enabled=false&search=task", Token).DoneAsync())["items"]!.AsArray().Count.ShouldBe(3);
    }

    private static JsonObject Report() => new()
    {
        ["name"] = "report", ["task"] = "reports.build", ["schedule"] = "crontab: 0 4 * * * Europe/Berlin", ["kwargs"] = new JsonObject { ["year"] = 2026 },
    };

    private static async Task AddManyAsync(HttpClient manager, int count)
    {
        for (int i = 0; i < count; i++)
        {
            JsonObject task = Report();
            task["name"] = $"task {i}";
            await manager.PostAsJsonAsync(Root, task, Token).DoneAsync(HttpStatusCode.Created);
        }
    }

    private static Task<JsonNode> PreviewAsync(HttpClient client, string schedule) => client.PostAsJsonAsync(Root + "/preview", new { schedule }, Token).DoneAsync();

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, string address, string tag, string description)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, address) { Content = JsonContent.Create(new { description }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await client.SendAsync(request, Token);
    }
}

using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Django;

/// <summary>A row that cannot be meant is reported with its field and value; the others are carried over all the same.</summary>
public sealed class ImportRefusalTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0 4 * * 7", "day_of_week", "never run")]
    [InlineData("0 4 * * 1-7", "day_of_week", "never run")]
    [InlineData("0 4 * * mon,07", "day_of_week", "never run")]
    [InlineData("0 4 31 2 *", "day_of_month", "never match")]
    [InlineData("0 4 30 feb *", "day_of_month", "never match")]
    [InlineData("*/2/3 4 * * *", "minute", "allowed")]
    [InlineData("61 4 * * *", "minute", "0 to 59")]
    [InlineData("0 4 * * mar", "day_of_week", "allowed")]
    public async Task A_crontab_that_cannot_fire_is_refused(string expression, string field, string reason)
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.CrontabAsync(1, expression);
        await source.TaskAsync("bad", new JsonObject { ["crontab_id"] = 1 });

        await RefusedAsync(source, field, reason);
    }

    [Theory]
    [InlineData("args", "[1", "args")]
    [InlineData("args", "{}", "args")]
    [InlineData("args", "[NaN]", "args")]
    [InlineData("kwargs", "[1]", "kwargs")]
    [InlineData("kwargs", "{'a': 1}", "kwargs")]
    [InlineData("headers", "[1]", "headers")]
    [InlineData("headers", "{\"task\": \"other\"}", "headers")]
    [InlineData("start_time", "yesterday", "start_time")]
    [InlineData("expires", "2026-13-01 00:00:00", "expires")]
    [InlineData("name", "line\nbreak", "name")]
    [InlineData("task", "", "task")]
    [InlineData("interval_id", "99", "interval_id")]
    public async Task A_field_that_cannot_be_read_is_refused(string column, string value, string field)
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ScheduleAsync("interval", 1, new JsonObject { ["every"] = 5, ["period"] = "minutes" });
        await source.TaskAsync("bad", new JsonObject { ["interval_id"] = 1 });
        await source.ExecuteAsync(
            $"UPDATE django_celery_beat_periodictask SET {column} = '{value.Replace("'", "''", StringComparison.Ordinal)}' WHERE name = 'bad'");

        await RefusedAsync(source, field, "allowed");
    }

    [Theory]
    [InlineData("0", "minutes", "every")]
    [InlineData("-5", "minutes", "every")]
    [InlineData("9999", "microseconds", "every")]
    [InlineData("5", "fortnights", "period")]
    public async Task An_interval_that_is_none_is_refused(string every, string period, string field)
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ExecuteAsync($"INSERT INTO django_celery_beat_intervalschedule (id, every, period) VALUES (1, {every}, '{period}')");
        await source.TaskAsync("bad", new JsonObject { ["interval_id"] = 1 });

        await RefusedAsync(source, field, "allowed");
    }

    [Fact]
    public async Task A_row_needs_exactly_one_schedule_and_everything_wrong_with_it_is_told_at_once()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.CrontabAsync(1, "0 4 * * *", "Mars/Olympus");
        await source.ScheduleAsync("interval", 1, new JsonObject { ["every"] = 5, ["period"] = "minutes" });
        await source.TaskAsync("both", new JsonObject { ["crontab_id"] = 1, ["interval_id"] = 1 });
        await source.TaskAsync("neither", []);
        await source.TaskAsync("worst", new JsonObject { ["crontab_id"] = 1, ["args"] = "oops", ["kwargs"] = "oops", ["priority"] = 256 });

        Answer answer = await Shell.JsonAsync(_folder, "import-django", "--from", source.Url);

        answer.ExitCode.ShouldBe(1);
        Fields(answer, "both").ShouldBe(["schedule"]);
        Fields(answer, "neither").ShouldBe(["schedule"]);
        Fields(answer, "worst").ShouldBe(["args", "kwargs", "priority", "timezone"]);
        (await Shell.JsonAsync(_folder, "periodic", "list")).Done().Array.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Celery_ignores_is_left_out_and_said()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ScheduleAsync("interval", 1, new JsonObject { ["every"] = 5, ["period"] = "minutes" });
        await source.TaskAsync("zero", new JsonObject { ["interval_id"] = 1, ["expire_seconds"] = 0, ["args"] = "", ["queue"] = "" });
        await source.TaskAsync("both", new JsonObject { ["interval_id"] = 1, ["expire_seconds"] = 60, ["expires"] = "2099-01-01 00:00:00" });
        await source.TaskAsync("named", new JsonObject { ["interval_id"] = 1, ["headers"] = """{"periodic_task_name": "x", "own": 1}""" });

        JsonArray tasks = (await Shell.JsonAsync(_folder, "import-django", "--from", source.Url)).Done().Json["tasks"]!.AsArray();

        tasks.Select(task => task!["notes"]!.AsArray().Count).ShouldBe([1, 1, 1]);
        JsonArray list = (await Shell.JsonAsync(_folder, "periodic", "list")).Done().Array;
        list[0]!["expires"]!.GetValue<string>().ShouldStartWith("2099-01-01T00:00:00");
        list[0]!["expire_seconds"].ShouldBeNull();
        list[1]!["headers"]!.ToJsonString().ShouldBe("""{"own":1}""");
        list[2]!["queue"].ShouldBeNull();
    }

    private static string[] Fields(Answer answer, string name)
    {
        JsonNode task = answer.Json["tasks"]!.AsArray().Single(task => task!["name"]!.GetValue<string>() == name)!;
        task["change"]!.GetValue<string>().ShouldBe("refused");
        return [.. task["refusals"]!.AsArray().Select(refusal => refusal!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
    }

    private async Task RefusedAsync(SqliteSource source, string field, string reason)
    {
        await source.CrontabAsync(2, "0 4 * * *");
        await source.TaskAsync("good", new JsonObject { ["crontab_id"] = 2 });

        Answer answer = await Shell.JsonAsync(_folder, "import-django", "--from", source.Url);

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldBeEmpty();
        JsonNode refused = answer.Json["tasks"]!.AsArray().Single(task => task!["change"]!.GetValue<string>() == "refused")!;
        JsonNode refusal = refused["refusals"]!.AsArray().ShouldHaveSingleItem()!;
        refusal["field"]!.GetValue<string>().ShouldBe(field);
        refusal["reason"]!.GetValue<string>().ShouldContain(reason);
        (await Shell.JsonAsync(_folder, "periodic", "list")).Done().Array.ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe("good");
    }
}

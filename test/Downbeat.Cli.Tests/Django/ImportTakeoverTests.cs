using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Django;

/// <summary>Beat goes on where the other one left off.</summary>
public sealed class ImportTakeoverTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_that_missed_many_occurrences_fires_once_and_one_that_never_ran_does_not()
    {
        await using SqliteSource source = await SourceAsync();
        (await Shell.RunAsync(_folder, "import-django", "--from", source.Url)).Done();

        await using Tool beat = Tool.Start(_folder, Tool.Downbeat, "beat", "--store", _folder.Store);
        JsonArray published = await PublishedAsync(count: 3);

        published.Select(fire => $"{fire!["periodic_task"]} {fire["kind"]}").Order(StringComparer.Ordinal)
            .ShouldBe(["ran crontab catch_up", "ran interval catch_up", "waiting clocked scheduled"]);
        JsonArray skipped = (await Shell.JsonAsync(_folder, "periodic", "history", "ran interval", "--outcome", "skipped")).Done().Array;
        skipped.ShouldHaveSingleItem()!["occurrences"]!.GetValue<long>().ShouldBe(2);
        (await beat.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task From_now_settles_what_was_missed()
    {
        await using SqliteSource source = await SourceAsync();

        (await Shell.RunAsync(_folder, "import-django", "--from", source.Url, "--from-now")).Done();

        foreach (string name in (string[])["ran crontab", "ran interval", "new crontab", "new interval"])
        {
            JsonNode task = (await Shell.JsonAsync(_folder, "periodic", "show", name)).Done().Json;
            DateTimeOffset.Parse(task["next_run_at"]!.GetValue<string>(), CultureInfo.InvariantCulture).ShouldBeGreaterThan(Now);
        }
    }

    [Fact]
    public async Task A_grid_with_a_start_time_does_not_repeat_the_run_that_was_a_little_early()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ScheduleAsync("interval", 1, new JsonObject { ["every"] = 1, ["period"] = "hours" });
        await source.TaskAsync(
            "hourly", new JsonObject { ["interval_id"] = 1, ["start_time"] = "2026-01-01 00:00:00", ["last_run_at"] = "2026-02-01 09:59:58", ["total_run_count"] = 1 });

        (await Shell.RunAsync(_folder, "import-django", "--from", source.Url)).Done();

        (await Shell.JsonAsync(_folder, "periodic", "show", "hourly")).Done().Json["next_nominal_at"]!.GetValue<string>().ShouldBe("2026-02-01T11:00:00Z");
    }

    private static string Django(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static async Task<SqliteSource> SourceAsync()
    {
        SqliteSource source = await SqliteSource.CreateAsync();
        await source.CrontabAsync(1, "0 0 * * *");
        await source.ScheduleAsync("interval", 1, new JsonObject { ["every"] = 1, ["period"] = "days" });
        await source.ScheduleAsync("clocked", 1, new JsonObject { ["clocked_time"] = "2026-01-01 00:00:00" });
        string last = Django(Now.AddHours(-84));
        await source.TaskAsync("ran crontab", new JsonObject { ["crontab_id"] = 1, ["last_run_at"] = last, ["total_run_count"] = 1 });
        await source.TaskAsync("ran interval", new JsonObject { ["interval_id"] = 1, ["last_run_at"] = last, ["total_run_count"] = 1 });
        await source.TaskAsync("new crontab", new JsonObject { ["crontab_id"] = 1 });
        await source.TaskAsync("new interval", new JsonObject { ["interval_id"] = 1 });
        await source.TaskAsync("fired clocked", new JsonObject { ["clocked_id"] = 1, ["one_off"] = 1, ["last_run_at"] = last, ["total_run_count"] = 1 });
        await source.TaskAsync("waiting clocked", new JsonObject { ["clocked_id"] = 1, ["one_off"] = 1 });
        return source;
    }

    private async Task<JsonArray> PublishedAsync(int count)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            JsonArray fires = (await Shell.JsonAsync(_folder, "periodic", "history", "--outcome", "published")).Done().Array;
            if (fires.Count >= count)
            {
                return fires;
            }

            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), $"only {fires.ToJsonString()}");
            await Task.Delay(50);
        }
    }
}

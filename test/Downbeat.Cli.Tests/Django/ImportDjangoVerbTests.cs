using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Django;

public sealed class ImportDjangoVerbTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sources.All), MemberType = typeof(Sources))]
    public async Task Every_row_of_a_real_schema_is_carried_over(string kind)
    {
        await using DjangoSource source = await Sources.CreateAsync(kind);
        await source.LoadAsync("mixed", "after_stop");

        JsonNode report = (await ImportAsync(source)).Done().Json;

        Outcomes(report).ShouldBe(
        [
            "celery.backend_cleanup built-in", "clocked added", "cron added", "disabled added", "every2 added", "expired added", "future added",
            "oneoff added", "solar added",
        ]);
        JsonNode every2 = await ShowAsync("every2");
        every2["schedule"]!.GetValue<string>().ShouldBe("interval: 2 seconds");
        every2["args"]!.ToJsonString().ShouldBe("[1]");
        every2["kwargs"]!.ToJsonString().ShouldBe("""{"a":2}""");
        every2["headers"]!.ToJsonString().ShouldBe("""{"h":"v"}""");
        every2["queue"]!.GetValue<string>().ShouldBe("q");
        every2["priority"]!.GetValue<int>().ShouldBe(5);
        every2["expire_seconds"]!.GetValue<int>().ShouldBe(30);
        every2["last_run_at"]!.GetValue<string>().ShouldBe("2026-11-22T06:43:06.169299Z");
        every2["next_nominal_at"]!.GetValue<string>().ShouldBe("2026-11-22T06:43:08.169299Z");
        every2["total_run_count"]!.GetValue<int>().ShouldBe(6);
        every2["origin"]!.GetValue<string>().ShouldBe("import");
        every2["application"]!.GetValue<string>().ShouldBe("django-celery-beat");
        (await ShowAsync("future"))["start_time"]!.GetValue<string>().ShouldStartWith("2026-11-22T07:42:52.520289");
        (await ShowAsync("solar"))["schedule"]!.GetValue<string>().ShouldBe("solar: sunset 52.52 13.405");
        (await ShowAsync("cron"))["schedule"]!.GetValue<string>().ShouldBe("crontab: * * * * * UTC");
        (await ShowAsync("disabled"))["enabled"]!.GetValue<bool>().ShouldBeFalse();
        JsonNode clocked = await ShowAsync("clocked");
        clocked["schedule"]!.GetValue<string>().ShouldBe("clocked: 2026-11-22T06:42:58.499792Z");
        clocked["enabled"]!.GetValue<bool>().ShouldBeFalse();
        clocked["disabled_reason"]!.GetValue<string>().ShouldContain("ran at 2026-11-22T06:43:02");
        JsonNode expired = await ShowAsync("expired");
        expired["enabled"]!.GetValue<bool>().ShouldBeFalse();
        expired["disabled_reason"]!.GetValue<string>().ShouldContain("expires");
    }

    [Theory]
    [MemberData(nameof(Sources.All), MemberType = typeof(Sources))]
    public async Task A_dry_run_reports_the_same_and_writes_nothing(string kind)
    {
        await using DjangoSource source = await Sources.CreateAsync(kind);
        await source.LoadAsync("mixed", "after_stop");

        JsonNode preview = (await ImportAsync(source, "--dry-run")).Done().Json;

        preview["dry_run"]!.GetValue<bool>().ShouldBeTrue();
        (await Shell.JsonAsync(_folder, "periodic", "list")).Done().Array.ShouldBeEmpty();
        JsonNode real = (await ImportAsync(source)).Done().Json;
        Timeless(preview).ShouldBe(Timeless(real));
    }

    [Fact]
    public async Task A_second_run_leaves_what_has_not_changed()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        (await ImportAsync(source)).Done();
        string before = await ExportAsync();

        JsonNode again = (await ImportAsync(source)).Done().Json;

        again["counts"]!["unchanged"]!.GetValue<int>().ShouldBe(8);
        again["counts"]!["changed"]!.GetValue<int>().ShouldBe(0);
        (await ExportAsync()).ShouldBe(before);
        (await ShowAsync("every2"))["revision"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_second_run_follows_what_has_changed_in_the_source()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        (await ImportAsync(source)).Done();
        await source.ExecuteAsync(
            """
            UPDATE django_celery_beat_periodictask SET args = '[2]' WHERE name = 'disabled';
            UPDATE django_celery_beat_periodictask SET last_run_at = '2026-11-22 06:50:00', total_run_count = 99 WHERE name = 'every2';
            DELETE FROM django_celery_beat_periodictask WHERE name = 'solar';
            """);

        JsonNode report = (await ImportAsync(source)).Done().Json;

        Outcome(report, "disabled").ShouldBe("changed");
        Task(report, "disabled")["fields"]!["args"]!["after"]!.ToJsonString().ShouldBe("[2]");
        (await ShowAsync("disabled"))["args"]!.ToJsonString().ShouldBe("[2]");
        Outcome(report, "every2").ShouldBe("changed");
        JsonNode every2 = await ShowAsync("every2");
        every2["last_run_at"]!.GetValue<string>().ShouldBe("2026-11-22T06:50:00Z");
        every2["next_nominal_at"]!.GetValue<string>().ShouldBe("2026-11-22T06:50:02Z");
        every2["total_run_count"]!.GetValue<int>().ShouldBe(99);
        Outcome(report, "solar").ShouldBe("gone");
        (await ShowAsync("solar"))["enabled"]!.GetValue<bool>().ShouldBeTrue();
        (await ImportAsync(source)).Done().Json["counts"]!["changed"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task What_an_operator_has_changed_here_stays_unless_told_otherwise()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        (await ImportAsync(source)).Done();
        (await Shell.RunAsync(_folder, "periodic", "edit", "cron", "--queue", "ours")).Done();
        (await Shell.RunAsync(_folder, "periodic", "edit", "solar", "--rename", "evening")).Done();

        JsonNode untouched = (await ImportAsync(source)).Done().Json;
        Outcome(untouched, "cron").ShouldBe("unchanged");
        Outcome(untouched, "solar").ShouldBe("unchanged");

        await source.ExecuteAsync("UPDATE django_celery_beat_periodictask SET queue = 'theirs' WHERE name = 'cron'");
        Answer kept = await ImportAsync(source);
        kept.ExitCode.ShouldBe(1);
        Outcome(kept.Json, "cron").ShouldBe("kept");
        (await ShowAsync("cron"))["queue"]!.GetValue<string>().ShouldBe("ours");

        Outcome((await ImportAsync(source, "--overwrite")).Done().Json, "cron").ShouldBe("changed");
        (await ShowAsync("cron"))["queue"]!.GetValue<string>().ShouldBe("theirs");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_reported_and_not_overwritten()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        (await Shell.RunAsync(_folder, "periodic", "add", "cron", "--task", "mine", "--interval", "5", "--period", "minutes")).Done();

        Answer clash = await ImportAsync(source);

        clash.ExitCode.ShouldBe(1);
        Outcome(clash.Json, "cron").ShouldBe("clash");
        (await ShowAsync("cron"))["task"]!.GetValue<string>().ShouldBe("mine");
        Outcome((await ImportAsync(source, "--overwrite")).Done().Json, "cron").ShouldBe("changed");
        (await ShowAsync("cron"))["task"]!.GetValue<string>().ShouldBe("proj.tasks.noop");
        Outcome((await ImportAsync(source)).Done().Json, "cron").ShouldBe("unchanged");
    }

    [Fact]
    public async Task Tasks_that_come_in_disabled_are_moved_one_by_one()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        (await ImportAsync(source, "--disabled")).Done();
        (await ShowAsync("cron"))["disabled_reason"]!.GetValue<string>().ShouldContain("imported disabled");
        (await Shell.JsonAsync(_folder, "periodic", "list", "--enabled")).Done().Array.ShouldBeEmpty();

        (await Shell.RunAsync(_folder, "periodic", "enable", "cron")).Done();
        await source.ExecuteAsync(
            """
            UPDATE django_celery_beat_periodictask SET enabled = 0 WHERE name = 'cron';
            UPDATE django_celery_beat_periodictask SET queue = 'other' WHERE name = 'solar';
            """);
        JsonNode report = (await ImportAsync(source, "--disabled")).Json;

        Outcome(report, "cron").ShouldBe("kept");
        (await ShowAsync("cron"))["enabled"]!.GetValue<bool>().ShouldBeTrue();
        Outcome(report, "solar").ShouldBe("changed");
        (await ShowAsync("solar"))["queue"]!.GetValue<string>().ShouldBe("other");
        (await ShowAsync("solar"))["enabled"]!.GetValue<bool>().ShouldBeFalse();
        Outcome(report, "every2").ShouldBe("unchanged");
    }

    [Fact]
    public async Task Several_sources_are_told_apart()
    {
        await using SqliteSource shop = await SqliteSource.CreateAsync();
        await shop.LoadAsync("mixed", "after_stop");
        await using SqliteSource billing = await SqliteSource.CreateAsync();
        await billing.CrontabAsync(1, "0 4 * * *");
        await billing.TaskAsync("bills", new JsonObject { ["crontab_id"] = 1 });
        await billing.TaskAsync("cron", new JsonObject { ["crontab_id"] = 1 });
        (await ImportAsync(shop, "--as", "shop")).Done();

        Answer second = await ImportAsync(billing, "--as", "billing", "--overwrite");

        second.ExitCode.ShouldBe(1);
        Outcomes(second.Json).ShouldBe(["bills added", "cron clash"]);
        Task(second.Json, "cron")["notes"]![0]!.GetValue<string>().ShouldContain("application shop");
        (await ImportAsync(shop, "--as", "shop")).Done().Json["counts"]!["gone"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_kept_row_does_not_repeat_what_the_other_beat_has_done()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        (await ImportAsync(source)).Done();
        (await Shell.RunAsync(_folder, "periodic", "edit", "every2", "--queue", "ours")).Done();
        await source.ExecuteAsync(
            "UPDATE django_celery_beat_periodictask SET queue = 'theirs', last_run_at = '2026-11-22 06:50:00' WHERE name = 'every2'");

        Outcome((await ImportAsync(source)).Json, "every2").ShouldBe("kept");

        JsonNode every2 = await ShowAsync("every2");
        every2["queue"]!.GetValue<string>().ShouldBe("ours");
        every2["next_nominal_at"]!.GetValue<string>().ShouldBe("2026-11-22T06:50:02Z");
    }

    [Fact]
    public async Task People_read_a_table_and_a_count()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");

        Answer answer = (await Shell.RunAsync(_folder, "import-django", "--from", source.Url, "--dry-run")).Done();

        answer.Output.ShouldContain("outcome");
        answer.Output.ShouldContain("added");
        answer.Output.ShouldContain("celery.backend_cleanup: Downbeat brings its own celery.backend_cleanup");
        answer.Output.ShouldContain("8 added, 1 built-in");
        answer.Output.ShouldContain("nothing was written");
    }

    // What fires every two seconds fires next at another time two seconds later.
    private static string Timeless(JsonNode report)
    {
        foreach (JsonNode? task in report["tasks"]!.AsArray())
        {
            task!.AsObject().Remove("next_run_at").ShouldBeTrue();
        }

        return report["tasks"]!.ToJsonString();
    }

    private static string[] Outcomes(JsonNode report)
    {
        return [.. report["tasks"]!.AsArray().Select(task => $"{task!["name"]} {task["change"]}")];
    }

    private static JsonNode Task(JsonNode report, string name) => report["tasks"]!.AsArray().Single(task => task!["name"]!.GetValue<string>() == name)!;

    private static string Outcome(JsonNode report, string name) => Task(report, name)["change"]!.GetValue<string>();

    private Task<Answer> ImportAsync(DjangoSource source, params string[] more)
    {
        return Shell.JsonAsync(_folder, ["import-django", "--from", source.Url, .. more]);
    }

    private async Task<JsonNode> ShowAsync(string name)
    {
        return (await Shell.JsonAsync(_folder, "periodic", "show", name)).Done().Json;
    }

    private async Task<string> ExportAsync() => (await Shell.JsonAsync(_folder, "periodic", "export")).Done().Output;
}

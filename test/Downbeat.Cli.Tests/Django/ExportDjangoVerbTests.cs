using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Django;

public sealed class ExportDjangoVerbTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sources.All), MemberType = typeof(Sources))]
    public async Task What_is_exported_and_imported_again_says_the_same(string kind)
    {
        await FillAsync();
        await using DjangoSource target = await Sources.CreateAsync(kind);

        JsonNode report = (await Shell.JsonAsync(_folder, "export-django", "--to", target.Url)).Done().Json;

        report["counts"]!["added"]!.GetValue<int>().ShouldBe(10);
        report["tasks"]!.AsArray().ShouldAllBe(task => task!["lost"]!.AsArray().Count == 0);
        (await ReadBackAsync(target)).ShouldBe(await TasksAsync(_folder));
        (await target.ScalarAsync("SELECT count(*) FROM django_celery_beat_crontabschedule")).ShouldBe("3");
        (await target.ScalarAsync("SELECT count(*) FROM django_celery_beat_periodictasks WHERE ident = 1")).ShouldBe("1");
        JsonNode again = (await Shell.JsonAsync(_folder, "export-django", "--to", target.Url)).Done().Json;
        again["counts"]!["unchanged"]!.GetValue<int>().ShouldBe(10);
    }

    [Theory]
    [MemberData(nameof(Sources.All), MemberType = typeof(Sources))]
    public async Task A_script_does_what_the_export_does(string kind)
    {
        await FillAsync();
        await using DjangoSource target = await Sources.CreateAsync(kind);
        string file = _folder.File("beat.sql");

        (await Shell.RunAsync(_folder, "export-django", "--sql", file, "--dialect", kind)).Done().Output.ShouldContain("10 written");
        await target.ExecuteAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        (await ReadBackAsync(target)).ShouldBe(await TasksAsync(_folder));
        JsonNode again = (await Shell.JsonAsync(_folder, "export-django", "--to", target.Url)).Done().Json;
        again["counts"]!["unchanged"]!.GetValue<int>().ShouldBe(10);
        (await Shell.RunAsync(_folder, "export-django", "--dialect", kind)).Done().Output.ShouldStartWith("-- Periodic tasks");
        (await Shell.JsonAsync(_folder, "export-django", "--dialect", kind)).Done().Json["sql"]!.GetValue<string>().ShouldContain("COMMIT;");
    }

    [Theory]
    [MemberData(nameof(Sources.All), MemberType = typeof(Sources))]
    public async Task What_is_there_is_changed_and_its_schedules_are_used_again(string kind)
    {
        await using DjangoSource target = await Sources.CreateAsync(kind);
        await target.LoadAsync("mixed", "after_stop");
        (await Shell.RunAsync(_folder, "import-django", "--from", target.Url)).Done();
        string before = (await target.ScalarAsync("SELECT last_update FROM django_celery_beat_periodictasks"))!;
        (await Shell.RunAsync(_folder, "periodic", "edit", "cron", "--interval", "1", "--period", "minutes")).Done();

        JsonNode preview = (await Shell.JsonAsync(_folder, "export-django", "--to", target.Url, "--dry-run")).Done().Json;
        (await target.ScalarAsync("SELECT last_update FROM django_celery_beat_periodictasks")).ShouldBe(before);
        JsonNode report = (await Shell.JsonAsync(_folder, "export-django", "--to", target.Url)).Done().Json;

        report["tasks"]!.ToJsonString().ShouldBe(preview["tasks"]!.ToJsonString());
        report["tasks"]!.AsArray().Where(task => task!["change"]!.GetValue<string>() == "changed").Select(task => task!["name"]!.GetValue<string>()).ShouldContain("cron");
        (await target.ScalarAsync("SELECT interval_id FROM django_celery_beat_periodictask WHERE name = 'cron' AND crontab_id IS NULL")).ShouldBe("2");
        (await target.ScalarAsync("SELECT count(*) FROM django_celery_beat_intervalschedule")).ShouldBe("2");
        (await target.ScalarAsync("SELECT last_update FROM django_celery_beat_periodictasks")).ShouldNotBe(before);
    }

    [Fact]
    public async Task What_cannot_be_expressed_is_told_field_by_field()
    {
        await AddAsync(
            "rich", "--crontab", "0 4 * * 5-7", "--overlap", "skip", "--jitter", "10s", "--catch-up", "all", "--starting-deadline", "1h", "--tag", "a", "--expire-seconds", "1500ms",
            "--dst-gap", "skip", "--dst-overlap", "second");
        await using SqliteSource target = await SqliteSource.CreateAsync();

        JsonNode task = (await Shell.JsonAsync(_folder, "export-django", "--to", target.Url)).Done().Json["tasks"]!.AsArray().ShouldHaveSingleItem()!;

        task["lost"]!.AsArray().Select(lost => lost!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal)
            .ShouldBe(["catch_up", "dst_gap", "dst_overlap", "expire_seconds", "jitter", "overlap", "starting_deadline", "tags"]);
        (await target.ScalarAsync("SELECT day_of_week FROM django_celery_beat_crontabschedule")).ShouldBe("0,5,6");
        (await target.ScalarAsync("SELECT expire_seconds FROM django_celery_beat_periodictask")).ShouldBe("2");
    }

    [Fact]
    public async Task An_older_release_takes_what_it_has_columns_for()
    {
        await AddAsync("plain", "--interval", "2", "--period", "weeks", "--priority", "3");
        await AddAsync("sun", "--solar", "sunset", "--latitude", "52.5", "--longitude", "13.4");
        await using SqliteSource target = await SqliteSource.CreateAsync();
        await target.ExecuteAsync(
            """
            DROP INDEX django_celery_beat_periodictask_solar_id_a87ce72c;
            ALTER TABLE django_celery_beat_periodictask DROP COLUMN solar_id;
            ALTER TABLE django_celery_beat_periodictask DROP COLUMN priority;
            """);

        Answer answer = await Shell.JsonAsync(_folder, "export-django", "--to", target.Url);

        answer.ExitCode.ShouldBe(1);
        JsonArray tasks = answer.Json["tasks"]!.AsArray();
        tasks[0]!["lost"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe("priority");
        tasks[1]!["refusals"]!.AsArray().ShouldHaveSingleItem()!["reason"]!.GetValue<string>().ShouldContain("solar_id");
        (await target.ScalarAsync("SELECT every || ' ' || period FROM django_celery_beat_intervalschedule")).ShouldBe("14 days");
    }

    [Fact]
    public async Task A_target_and_a_script_are_not_written_at_once()
    {
        (await Shell.RunAsync(_folder, "export-django", "--to", "sqlite:///x.db", "--sql", "x.sql")).Refused("--to");
        (await Shell.RunAsync(_folder, "export-django", "--dialect", "mysql")).Refused("dialect", "sqlite");
    }

    private async Task FillAsync()
    {
        await AddAsync("nightly", "--crontab", "0 4 * * *", "--timezone", "Europe/Berlin", "--kwargs", """{"year": 2026, "x": "ü\\ 'q' \"d\""}""", "--queue", "slow");
        await AddAsync("nightly too", "--crontab", "0 4 * * *", "--timezone", "Europe/Berlin", "--args", "[1, \"a;b\", null]", "--disabled");
        await AddAsync("0 4 in UTC", "--crontab", "0 4 * * *", "--expires", "2099-01-01T00:00:00.5Z");
        await AddAsync("O'Brien \"x\"; DROP TABLE y; -- \\", "--crontab", "*/5 22-2 * jan-mar mon-fri", "--description", "It's 🎵 :name @p $1 {0}");
        await AddAsync("often", "--interval", "90", "--period", "seconds", "--expire-seconds", "60s", "--priority", "9");
        await AddAsync("often too", "--interval", "90", "--period", "seconds", "--one-off", "--start-time", "2099-01-01T00:00:00Z");
        await AddAsync("micro", "--interval", "20000", "--period", "microseconds", "--exchange", "x", "--routing-key", "r.k");
        await AddAsync("sun", "--solar", "sunset", "--latitude", "-52.5", "--longitude", "13.405", "--headers", """{"own": [1]}""");
        await AddAsync("once", "--clocked", "2099-01-01T12:00:00.123456Z");
        await AddAsync("ran", "--interval", "1", "--period", "days");
    }

    private async Task AddAsync(string name, params string[] options)
    {
        (await Shell.RunAsync(_folder, ["periodic", "add", name, "--task", "proj.tasks.noop", .. options])).Done();
    }

    private static async Task<string> ReadBackAsync(DjangoSource target)
    {
        using var elsewhere = new Folder();
        (await Shell.RunAsync(elsewhere, "import-django", "--from", target.Url)).Done();
        return await TasksAsync(elsewhere);
    }

    private static async Task<string> TasksAsync(Folder folder) => (await Shell.JsonAsync(folder, "periodic", "export")).Done().Output;
}

using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Tests.Pages;

public sealed class PeriodicFormTests
{
    [Theory]
    [InlineData("crontab: 5 4 1,15 * mon-fri Europe/Berlin dst_gap=skip dst_overlap=both", "kind", "crontab", "minute", "5", "day_of_month", "1,15", "day_of_week", "mon-fri", "dst_gap", "skip", "dst_overlap", "both")]
    [InlineData("interval: 90 seconds", "kind", "interval", "every", "90", "period", "seconds")]
    [InlineData("solar: sunrise -33.9 18.4", "kind", "solar", "event", "sunrise", "latitude", "-33.9", "longitude", "18.4")]
    [InlineData("clocked: 2030-01-01T08:00:00Z", "kind", "clocked", "clocked", "2030-01-01T09:00", "zone", "Europe/Berlin")]
    public async Task Each_kind_is_added_by_a_plain_form(string schedule, params string[] fields)
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        (await browser.OpenAsync("/periodic/add")).Text.ShouldContain("The next ten");

        Answer answer = await browser.PostAsync("/periodic/add", FilledIn.Periodic("mine", [.. fields.Chunk(2).Select(pair => (pair[0], pair[1]))]));

        answer.Status.ShouldBe(302, answer.Text);
        PeriodicTaskRow row = (await site.Tasks.FindAsync("mine", AdminSite.Token)).ShouldNotBeNull().Row;
        row.Schedule.ShouldBe(schedule);
        row.Origin.ShouldBe("admin");
        row.ChangedBy.ShouldStartWith("manager");
        answer.Location.ShouldBe($"/admin/periodic/{row.Id}");
        (await browser.OpenAsync($"/periodic/{row.Id}")).Text.ShouldContain("‘mine’ was added.");
        (await browser.OpenAsync($"/periodic/{row.Id}")).Text.ShouldNotContain("‘mine’ was added.");
    }

    [Fact]
    public async Task Every_option_is_kept_and_shown_again()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        (string, string)[] options =
        [
            ("description", "What it is for"), ("tags", "night, billing"), ("args", "[1, \"two\"]"), ("kwargs", "{\"year\": 2026}"), ("headers", "{\"own\": 1}"), ("queue", "slow"),
            ("exchange", "x"), ("routing_key", "r.k"), ("priority", "7"), ("expire_seconds", "15m"), ("one_off", "on"), ("start_time", "2026-12-01T08:00:00"), ("catch_up", "all"),
            ("starting_deadline", "1h"), ("overlap", "skip"), ("jitter", "30s"),
        ];

        await browser.PostAsync("/periodic/add", FilledIn.Periodic("full", options));

        PeriodicTaskEntry entry = (await site.Tasks.FindAsync("full", AdminSite.Token)).ShouldNotBeNull();
        PeriodicTask task = entry.Task.ShouldNotBeNull();
        task.Tags.ShouldBe(["night", "billing"]);
        task.Priority.ShouldBe(7);
        task.ExpiresAfter.ShouldBe(TimeSpan.FromMinutes(15));
        task.StartTime.ShouldBe(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
        task.CatchUp.ShouldBe(CatchUp.All);
        task.Overlap.ShouldBe(Overlap.Skip);
        task.Jitter.ShouldBe(TimeSpan.FromSeconds(30));
        task.OneOff.ShouldBeTrue();
        Answer form = await browser.OpenAsync($"/periodic/{entry.Id}/change");
        foreach ((string name, string value) in options.Where(option => option.Item1 is not ("args" or "kwargs" or "headers" or "one_off" or "catch_up" or "overlap" or "description")))
        {
            form.Value(name).ShouldBe(value, name);
        }

        form.Value("kwargs").ShouldBe("{\"year\":2026}");
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_what_was_typed_stays()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);

        Answer answer = await browser.PostAsync("/periodic/add", FilledIn.Periodic(
            "", ("task", "a.b"), ("hour", "25"), ("args", "[1,"), ("kwargs", "[]"), ("priority", "high"), ("jitter", "soon"), ("expires", "next week")));

        answer.Status.ShouldBe(422);
        answer.ErrorOf("name").ShouldBe("Give it a name, so that people find it.");
        answer.ErrorOf("hour").ShouldNotBeNull().ShouldContain("'25' is not allowed; allowed: 0 to 23");
        answer.ErrorOf("args").ShouldNotBeNull().ShouldContain("line 1, column 3");
        answer.ErrorOf("kwargs").ShouldNotBeNull().ShouldContain("a JSON object");
        answer.ErrorOf("priority").ShouldNotBeNull().ShouldContain("0 to 255");
        answer.ErrorOf("jitter").ShouldNotBeNull();
        answer.ErrorOf("expires").ShouldNotBeNull().ShouldContain("2026-11-23 16:00");
        answer.Value("task").ShouldBe("a.b");
        answer.Value("hour").ShouldBe("25");
        answer.Value("args").ShouldBe("[1,");
        (await site.Tasks.ListAsync(cancellationToken: AdminSite.Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_is_taken_and_rules_that_clash_are_told_beside_their_fields()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        await site.AddAsync("taken");

        (await browser.PostAsync("/periodic/add", FilledIn.Periodic("taken"))).ErrorOf("name").ShouldNotBeNull().ShouldContain("a name that no other periodic task has");
        (await browser.PostAsync("/periodic/add", FilledIn.Periodic("new", ("expires", "2027-01-01T00:00"), ("expire_seconds", "1h"))))
            .ErrorOf("expire_seconds").ShouldNotBeNull().ShouldContain("at most one of the two");
        (await browser.PostAsync("/periodic/add", FilledIn.Periodic("new", ("day_of_month", "31"), ("month_of_year", "2")))).Status.ShouldBe(422);
    }

    [Fact]
    public async Task A_schedule_is_previewed_with_what_daylight_saving_does_to_it()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Viewer);

        Answer gap = await browser.PostAsync("/periodic/preview", FilledIn.Periodic("", ("minute", "30"), ("hour", "2"), ("day_of_month", "28"), ("month_of_year", "3")));
        Answer ten = await browser.PostAsync("/periodic/preview", FilledIn.Periodic("", ("hour", "4")));
        Answer wrong = await browser.PostAsync("/periodic/preview", FilledIn.Periodic("", ("hour", "4-")));

        gap.Text.ShouldContain("shifted: the clocks skip its time that day");
        gap.Text.ShouldContain("03:00 Europe/Berlin");
        ten.Body.Split("<li>").Length.ShouldBe(11);
        ten.Text.ShouldContain("2026-11-24 03:00 in 15");
        wrong.Text.ShouldContain("Not a schedule yet");
        wrong.Text.ShouldContain("hour");
        ten.Body.ShouldNotContain("<html");
    }

    [Fact]
    public async Task Without_script_a_button_previews_and_a_preset_fills_in()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);

        Answer preview = await browser.PostAsync("/periodic/add", FilledIn.Periodic("still typing", ("hour", "7"), ("do", "preview")));
        Answer preset = await browser.PostAsync("/periodic/add", [.. FilledIn.Periodic("still typing"), ("preset", "0")]);

        preview.Status.ShouldBe(200);
        preview.Value("name").ShouldBe("still typing");
        preview.Text.ShouldContain("At 07:00 every day, Europe/Berlin");
        preset.Text.ShouldContain("Every minute interval: 1 minute");
        (await site.Tasks.ListAsync(cancellationToken: AdminSite.Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_edit_at_once_both_see_what_the_other_wants()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser first = await site.SignInAsync(AccountRole.Manager);
        using Browser second = await site.SignInAsync(AccountRole.Manager);
        PeriodicTaskEntry entry = await site.AddAsync("shared");
        string revision = (await first.OpenAsync($"/periodic/{entry.Id}/change")).Value("revision")!;

        (await second.PostAsync($"/periodic/{entry.Id}/change", FilledIn.Periodic("shared", ("hour", "5"), ("timezone", "UTC"), ("revision", revision)))).Status.ShouldBe(302);
        Answer conflict = await first.PostAsync($"/periodic/{entry.Id}/change", FilledIn.Periodic("shared", ("hour", "6"), ("timezone", "UTC"), ("revision", revision)));

        conflict.Status.ShouldBe(409);
        conflict.Text.ShouldContain("Somebody else has changed this meanwhile");
        conflict.Text.ShouldContain("hour 5 6");
        conflict.Value("hour").ShouldBe("6");
        (await site.Tasks.FindAsync("shared", AdminSite.Token))!.Row.Schedule.ShouldBe("crontab: 0 5 * * * UTC");
        string newer = conflict.Value("revision")!;
        (await first.PostAsync($"/periodic/{entry.Id}/change", FilledIn.Periodic("shared", ("hour", "6"), ("timezone", "UTC"), ("revision", newer)))).Status.ShouldBe(302);
        (await site.Tasks.FindAsync("shared", AdminSite.Token))!.Row.Schedule.ShouldBe("crontab: 0 6 * * * UTC");
    }

    [Fact]
    public async Task Saving_what_was_not_changed_moves_no_instant()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        DateTimeOffset start = AdminSite.Noon.AddDays(1).AddMicroseconds(123_456);
        PeriodicTaskEntry entry = await site.AddAsync("exact", change: task => task with { StartTime = start });
        Answer form = await browser.OpenAsync($"/periodic/{entry.Id}/change");

        (string, string)[] back =
        [
            ("start_time", form.Value("start_time")!), ("start_time-was", form.Value("start_time-was")!), ("revision", form.Value("revision")!), ("timezone", "UTC"), ("description", "new"),
        ];
        (await browser.PostAsync($"/periodic/{entry.Id}/change", FilledIn.Periodic("exact", back))).Status.ShouldBe(302);

        PeriodicTaskRow row = (await site.Tasks.FindAsync("exact", AdminSite.Token))!.Row;
        row.Description.ShouldBe("new");
        row.StartTime.ShouldBe(start);
        row.NextRun.ShouldBe(entry.Row.NextRun);
    }

    [Fact]
    public async Task Secrets_among_the_arguments_are_never_shown_and_survive_an_edit_and_a_copy()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        PeriodicTaskEntry entry = await site.AddAsync("secretive", change: task => task with
        {
            Kwargs = new System.Text.Json.Nodes.JsonObject { ["password"] = "hunter2", ["url"] = "postgresql://app:hunter2@db/shop", ["year"] = 2026 },
        });
        foreach (string path in new[] { "/periodic", $"/periodic/{entry.Id}", $"/periodic/{entry.Id}/change", $"/periodic/{entry.Id}/run", $"/periodic/add?from={entry.Id}" })
        {
            (await browser.OpenAsync(path)).Body.ShouldNotContain("hunter2", customMessage: path);
        }

        Answer form = await browser.OpenAsync($"/periodic/{entry.Id}/change");
        string edited = form.Value("kwargs")!.Replace("2026", "2027", StringComparison.Ordinal);
        (await browser.PostAsync($"/periodic/{entry.Id}/change", FilledIn.Periodic("secretive", ("kwargs", edited), ("revision", form.Value("revision")!)))).Status.ShouldBe(302);
        (await browser.PostAsync($"/periodic/add?from={entry.Id}", FilledIn.Periodic("a copy", ("kwargs", form.Value("kwargs")!)))).Status.ShouldBe(302);

        (await site.Tasks.FindAsync("secretive", AdminSite.Token))!.Row.Kwargs.ShouldContain("hunter2");
        (await site.Tasks.FindAsync("secretive", AdminSite.Token))!.Row.Kwargs.ShouldContain("2027");
        (await site.Tasks.FindAsync("a copy", AdminSite.Token))!.Row.Kwargs.ShouldContain("hunter2@db");
    }

    [Fact]
    public async Task A_row_that_does_not_parse_is_shown_and_can_be_mended()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        var broken = new PeriodicTaskRow
        {
            Id = Guid.NewGuid(), Name = "broken", Task = "t", Schedule = "crontab: 0 99 * * * UTC", Args = "[1,", CreatedAt = AdminSite.Noon, ChangedAt = AdminSite.Noon, Error = "hour: '99' is not allowed",
        };
        await site.Store.Tasks.AddAsync(broken, AdminSite.Token);

        (await browser.OpenAsync("/periodic?state=quarantined")).Text.ShouldContain("broken");
        (await browser.OpenAsync("/")).Text.ShouldContain("A periodic task is quarantined and does not fire: ‘broken’");
        (await browser.OpenAsync($"/periodic/{broken.Id}")).Text.ShouldContain("Quarantined.");
        (await browser.OpenAsync($"/periodic/{broken.Id}/change")).Text.ShouldContain("99");
        (await browser.PostAsync($"/periodic/{broken.Id}/change", FilledIn.Periodic("mended", ("revision", "1")))).Status.ShouldBe(302);

        (await site.Tasks.FindAsync("mended", AdminSite.Token))!.Row.Error.ShouldBeNull();
    }
}

using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests.ScheduleStores;

/// <summary>Periodic tasks as rows: names are unique, edits are kept apart.</summary>
[SuiteOf(typeof(IPeriodicTaskStore))]
public abstract class PeriodicTaskStoreCompliance : ScheduleStoreTest
{
    private IPeriodicTaskStore Tasks => Store.Tasks;

    [Fact]
    public async Task A_row_is_read_as_it_was_added()
    {
        PeriodicTaskRow row = Full("nightly 🦊");
        (await Tasks.AddAsync(row, Token)).ShouldBeTrue();

        (await Tasks.GetAsync(row.Id, Token)).ShouldBe(row);
        (await Tasks.FindAsync(row.Name, Token)).ShouldBe(row);
        (await OpenAnother().Tasks.GetAsync(row.Id, Token)).ShouldBe(row);
        (await Tasks.GetAsync(Guid.NewGuid(), Token)).ShouldBeNull();
        (await Tasks.FindAsync("nobody", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_row_is_kept_as_it_is_valid_or_not()
    {
        PeriodicTaskRow row = Samples.Row("odd", null) with
        {
            Schedule = "whenever\0",
            Args = "no json",
            Kwargs = "",
            Headers = "[]",
            CatchUp = "perhaps",
            Overlap = "",
            Tags = "{",
            Priority = -5,
            Jitter = TimeSpan.FromDays(-1),
        };
        await Tasks.AddAsync(row, Token);

        (await Tasks.FindAsync("odd", Token)).ShouldBe(row);
        (await Tasks.QueryAsync(new PeriodicTaskQuery { Tag = "x" }, Token)).Items.ShouldBeEmpty();
        (await Tasks.QueryAsync(new PeriodicTaskQuery(), Token)).Items.ShouldBe([row]);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await AddAsync("nightly", null);

        (await Tasks.AddAsync(Samples.Row("nightly", null), Token)).ShouldBeFalse();
        (await Tasks.AddAsync(Samples.Row("Nightly", null), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_who_add_one_name_at_once_one_succeeds()
    {
        IScheduleStore another = OpenAnother();

        bool[] added = await Soon(Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(
            () => (n % 2 == 0 ? Store : another).Tasks.AddAsync(Samples.Row("nightly", null), Token).AsTask(), Token))));

        added.Count(one => one).ShouldBe(1);
    }

    [Fact]
    public async Task An_edit_replaces_what_a_row_says()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now);
        PeriodicTaskRow edited = Full("renamed") with { Id = row.Id, Revision = 2 };

        (await Tasks.UpdateAsync(new PeriodicTaskEdit(edited, 1, IsReplanned: true), Token)).ShouldBe(EditOutcome.Done);

        (await ReadAsync(row)).ShouldBe(edited with
        {
            LastTaskId = row.LastTaskId,
            LastOutcome = row.LastOutcome,
            BusyUntil = row.BusyUntil,
            CreatedAt = row.CreatedAt,
        });
        (await Tasks.FindAsync("nightly", Token)).ShouldBeNull();
        (await Tasks.FindAsync("renamed", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_edit_made_on_an_old_revision_changes_nothing()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now);
        await Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Revision = 2, Description = "first" }, 1, IsReplanned: false), Token);

        (await Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Revision = 2, Description = "second" }, 1, IsReplanned: true), Token))
            .ShouldBe(EditOutcome.Conflict);

        (await ReadAsync(row)).Description.ShouldBe("first");
    }

    [Fact]
    public async Task Of_many_who_edit_one_revision_at_once_one_succeeds()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now);
        IScheduleStore another = OpenAnother();

        EditOutcome[] outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(
            () => (n % 2 == 0 ? Store : another).Tasks.UpdateAsync(
                new PeriodicTaskEdit(row with { Revision = 2, Description = $"{n}" }, 1, IsReplanned: false), Token).AsTask(),
            Token))));

        outcomes.Count(outcome => outcome == EditOutcome.Done).ShouldBe(1);
        outcomes.Count(outcome => outcome == EditOutcome.Conflict).ShouldBe(19);
        (await ReadAsync(row)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_that_is_gone_is_gone_first_then_a_conflict_counts_then_a_name_that_is_taken()
    {
        PeriodicTaskRow other = await AddAsync("other", Now);
        PeriodicTaskRow row = await AddAsync("nightly", Now);
        PeriodicTaskEdit Edit(long expected, string name) => new(row with { Name = name, Revision = expected + 1 }, expected, IsReplanned: false);

        (await Tasks.UpdateAsync(Edit(5, "other"), Token)).ShouldBe(EditOutcome.Conflict);
        (await Tasks.UpdateAsync(Edit(1, "other"), Token)).ShouldBe(EditOutcome.NameTaken);
        (await ReadAsync(row)).ShouldBe(row);
        (await Tasks.DeleteAsync(row.Id, Token)).ShouldBeTrue();
        (await Tasks.UpdateAsync(Edit(1, "other"), Token)).ShouldBe(EditOutcome.Gone);
        (await ReadAsync(other)).ShouldBe(other);
    }

    [Fact]
    public async Task An_edit_that_plans_nothing_anew_leaves_the_next_occurrence_as_beat_last_wrote_it()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();
        PeriodicTaskRow advanced = await ReadAsync(row);

        (await Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Args = "[1]", Revision = 2 }, 1, IsReplanned: false), Token)).ShouldBe(EditOutcome.Done);

        (await ReadAsync(row)).ShouldBe(advanced with { Args = "[1]", Revision = 2 });
    }

    [Fact]
    public async Task An_edit_that_plans_anew_brings_its_own_next_occurrence_and_no_settled_one_back()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();
        PeriodicTaskRow advanced = await ReadAsync(row);
        DateTimeOffset next = Now.AddMinutes(5);
        PeriodicTaskRow edited = row with { Schedule = "every 5 minutes", Revision = 2, Anchor = Now, Watermark = Now.AddSeconds(-5), NextNominal = next, NextRun = next };

        (await Tasks.UpdateAsync(new PeriodicTaskEdit(edited, 1, IsReplanned: true), Token)).ShouldBe(EditOutcome.Done);

        (await ReadAsync(row)).ShouldBe(advanced with
        {
            Schedule = edited.Schedule, Revision = 2, Anchor = Now, Watermark = advanced.Watermark, NextNominal = next, NextRun = next,
        });
    }

    [Fact]
    public async Task An_edit_that_plans_anew_may_add_runs_from_elsewhere_and_takes_none_away()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();
        PeriodicTaskRow advanced = await ReadAsync(row);
        PeriodicTaskRow added = row with { Revision = 2, LastRun = Now.AddMinutes(1), TotalRuns = 7 };

        (await Tasks.UpdateAsync(new PeriodicTaskEdit(added, 1, IsReplanned: true), Token)).ShouldBe(EditOutcome.Done);
        (await ReadAsync(row)).LastRun.ShouldBe(Now.AddMinutes(1));
        (await ReadAsync(row)).TotalRuns.ShouldBe(7);

        await Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Revision = 3, LastRun = null, TotalRuns = 0 }, 2, IsReplanned: true), Token);
        (await ReadAsync(row)).LastRun.ShouldBe(Now.AddMinutes(1));
        (await ReadAsync(row)).TotalRuns.ShouldBe(7);
        advanced.TotalRuns.ShouldBe(1);

        await Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Revision = 4, LastRun = Now.AddMinutes(9), TotalRuns = 9 }, 3, IsReplanned: false), Token);
        (await ReadAsync(row)).LastRun.ShouldBe(Now.AddMinutes(1));
        (await ReadAsync(row)).TotalRuns.ShouldBe(7);
    }

    [Fact]
    public async Task An_edit_that_plans_a_time_in_the_past_on_purpose_lets_it_fire()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();
        DateTimeOffset past = Now.AddHours(-1);
        PeriodicTaskRow edited = row with
        {
            Schedule = "clocked", Revision = 2, Anchor = Now, Watermark = past.AddTicks(-10), NextNominal = past, NextRun = past,
        };

        await Tasks.UpdateAsync(new PeriodicTaskEdit(edited, 1, IsReplanned: true), Token);

        (await TickAsync()).Pending.ShouldBe(1);
        (await FiresAsync()).Select(fire => fire.Nominal).ShouldBe([past, Now]);
    }

    [Fact]
    public async Task An_edit_does_not_enable_what_beat_has_ended_since()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync((task, context) => Decide(task, context) with { NextNominal = null, NextRun = null, DisabledReason = "one-off, and it has fired" });

        await Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Description = "x", Revision = 2 }, 1, IsReplanned: false), Token);

        PeriodicTaskRow read = await ReadAsync(row);
        read.Enabled.ShouldBeFalse();
        read.DisabledReason.ShouldBe("one-off, and it has fired");
        read.Description.ShouldBe("x");
    }

    [Fact]
    public async Task A_deleted_task_is_gone_and_its_history_stays()
    {
        PeriodicTaskRow row = await AddDueAsync();
        await TickAsync();

        (await Tasks.DeleteAsync(row.Id, Token)).ShouldBeTrue();
        (await Tasks.DeleteAsync(row.Id, Token)).ShouldBeFalse();

        (await Tasks.FindAsync("nightly", Token)).ShouldBeNull();
        (await FiresAsync(new FireQuery { PeriodicTaskId = row.Id })).Count.ShouldBe(1);
        (await Tasks.AddAsync(Samples.Row("nightly", null), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task They_are_listed_by_name_page_by_page_while_others_come()
    {
        string[] names = [.. Enumerable.Range(0, 10).Select(n => $"task {n}")];
        foreach (string name in names.Reverse())
        {
            await AddAsync(name, null);
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            Page<PeriodicTaskRow> page = await Tasks.QueryAsync(new PeriodicTaskQuery { Page = new PageRequest { Take = 3, After = after } }, Token);
            seen.AddRange(page.Items.Select(row => row.Name));
            after = page.Next;
            await AddAsync($"a{seen.Count}", null);
        }
        while (after is not null);

        seen.ShouldBe(names);
    }

    [Fact]
    public async Task They_are_chosen_by_text_state_task_application_tag_and_quarantine()
    {
        await AddAsync("Nightly report", null, row => row with { Task = "reports.build", Tags = """["night", "it's"]""", Application = "shop" });
        await AddAsync("hourly", null, row => row with { Description = "Builds the REPORT of 100%_", Enabled = false });
        await AddAsync("odd", null, row => row with { Error = "schedule: no", Tags = """["nights"]""" });

        (await NamesAsync(new PeriodicTaskQuery { Search = "report" })).ShouldBe(["Nightly report", "hourly"]);
        (await NamesAsync(new PeriodicTaskQuery { Search = "REPORTS.b" })).ShouldBe(["Nightly report"]);
        (await NamesAsync(new PeriodicTaskQuery { Search = "0%_" })).ShouldBe(["hourly"]);
        (await NamesAsync(new PeriodicTaskQuery { Search = "x%y" })).ShouldBeEmpty();
        (await NamesAsync(new PeriodicTaskQuery { Enabled = true })).ShouldBe(["Nightly report", "odd"]);
        (await NamesAsync(new PeriodicTaskQuery { Enabled = false })).ShouldBe(["hourly"]);
        (await NamesAsync(new PeriodicTaskQuery { Task = "tasks.add" })).ShouldBe(["hourly", "odd"]);
        (await NamesAsync(new PeriodicTaskQuery { Application = "shop" })).ShouldBe(["Nightly report"]);
        (await NamesAsync(new PeriodicTaskQuery { Tag = "night" })).ShouldBe(["Nightly report"]);
        (await NamesAsync(new PeriodicTaskQuery { Tag = "it's" })).ShouldBe(["Nightly report"]);
        (await NamesAsync(new PeriodicTaskQuery { Quarantined = true })).ShouldBe(["odd"]);
        (await NamesAsync(new PeriodicTaskQuery { Quarantined = false, Task = "tasks.add", Enabled = false, Search = "hour" })).ShouldBe(["hourly"]);
    }

    [Fact]
    public async Task They_are_chosen_by_kind_queue_origin_and_last_outcome()
    {
        await AddAsync("crontab", null, row => row with { Schedule = "crontab: 0 4 * * * UTC", Queue = "slow", Origin = "admin" });
        await AddAsync("interval", null, row => row with { Schedule = "interval: 5 minutes", LastOutcome = "FAILURE", Origin = "api" });

        (await NamesAsync(new PeriodicTaskQuery { Kind = ScheduleKind.Crontab })).ShouldBe(["crontab"]);
        (await NamesAsync(new PeriodicTaskQuery { Kind = ScheduleKind.Interval })).ShouldBe(["interval"]);
        (await NamesAsync(new PeriodicTaskQuery { Kind = ScheduleKind.Solar })).ShouldBeEmpty();
        (await NamesAsync(new PeriodicTaskQuery { Queue = "slow" })).ShouldBe(["crontab"]);
        (await NamesAsync(new PeriodicTaskQuery { Origin = "api" })).ShouldBe(["interval"]);
        (await NamesAsync(new PeriodicTaskQuery { Outcome = "FAILURE" })).ShouldBe(["interval"]);
    }

    [Fact]
    public async Task They_are_listed_by_their_next_run_page_by_page()
    {
        string[] names = ["third", "first", "second", "also second", "fourth"];
        int[] minutes = [3, 1, 2, 2, 4];
        foreach ((string name, int minute) in names.Zip(minutes))
        {
            await AddAsync(name, Now.AddMinutes(minute), row => row);
        }

        await AddAsync("disabled", Now.AddMinutes(1), row => row with { Enabled = false });
        await AddAsync("quarantined", Now.AddMinutes(1), row => row with { Error = "no" });
        await AddAsync("to be planned", null, row => row);

        var seen = new List<PeriodicTaskRow>();
        string? after = null;
        do
        {
            Page<PeriodicTaskRow> page = await Tasks.QueryAsync(
                new PeriodicTaskQuery { Order = PeriodicTaskOrder.NextRun, Page = new PageRequest { Take = 2, After = after } }, Token);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        seen.Select(row => row.NextRun).ShouldBe(minutes.Order().Select(minute => (DateTimeOffset?)Now.AddMinutes(minute)));
        seen.Select(row => row.Name).ShouldBe(names, ignoreOrder: true);
        await Should.ThrowAsync<InvalidValueException>(async () => await Tasks.QueryAsync(
            new PeriodicTaskQuery { Order = PeriodicTaskOrder.NextRun, Page = new PageRequest { After = "made up" } }, Token));
    }

    private PeriodicTaskRow Full(string name) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        Task = "reports.build",
        Schedule = "crontab: 0 4 * * * Europe/Berlin",
        Args = """[1, "ü\u0000"]""",
        Kwargs = """{"a": null}""",
        Headers = """{"own": 1}""",
        Queue = "reports",
        Exchange = "x",
        RoutingKey = "r.k",
        Priority = 7,
        Expires = Now.AddDays(9),
        ExpiresAfter = TimeSpan.FromSeconds(1.5),
        OneOff = true,
        StartTime = Now.AddDays(-9),
        Enabled = true,
        Description = "What it is for.\nIn two lines.",
        CatchUp = "all",
        StartingDeadline = TimeSpan.FromMinutes(5),
        Overlap = "skip",
        Jitter = TimeSpan.FromMicroseconds(1_000_001),
        Tags = """["a", "b"]""",
        Revision = 3,
        Anchor = Now.AddHours(-1),
        Watermark = Now.AddMinutes(-1),
        NextNominal = Now.AddMinutes(1),
        NextRun = Now.AddMinutes(2),
        LastRun = Now.AddMinutes(-1),
        TotalRuns = 5_000_000_000,
        LastTaskId = "last",
        LastOutcome = "SUCCESS",
        BusyUntil = Now.AddMinutes(3),
        CreatedAt = Now.AddDays(-30),
        ChangedAt = Now.AddDays(-3),
        ChangedBy = "åke",
        Origin = "admin",
        Application = "shop",
        DeclarationKey = "key",
        DeclarationVersion = "1.2.3",
        Declaration = "{}",
        IsEdited = true,
        Error = "an error",
        DisabledReason = "a reason",
    };

    private async Task<string[]> NamesAsync(PeriodicTaskQuery query)
    {
        return [.. (await Tasks.QueryAsync(query, Token)).Items.Select(row => row.Name)];
    }
}

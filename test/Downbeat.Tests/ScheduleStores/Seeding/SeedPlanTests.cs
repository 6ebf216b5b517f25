using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.Seeding;
using Downbeat.Tasks;

namespace Downbeat.Tests.ScheduleStores.Seeding;

public sealed class SeedPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddDays(1);
    private static readonly PeriodicTaskAuthor Operator = new("ada", "admin");
    private static readonly PeriodicTask Nightly = new("nightly", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(5)) };

    private readonly Dictionary<string, PeriodicTaskRow> _rows = [];

    [Fact]
    public void What_is_declared_is_added_and_never_fires_by_that()
    {
        PeriodicTaskRow row = Seed("1.0", Nightly);

        row.Application.ShouldBe("shop");
        row.DeclarationKey.ShouldBe("nightly");
        row.DeclarationVersion.ShouldBe("1.0");
        row.Declaration.ShouldBe(PeriodicTaskJson.Write(Nightly));
        row.Origin.ShouldBe("code");
        row.ChangedBy.ShouldBe("shop");
        row.IsEdited.ShouldBeFalse();
        row.NextNominal.ShouldBe(Later.AddMinutes(5));
    }

    [Fact]
    public void A_clocked_time_that_has_passed_is_added_but_does_not_fire()
    {
        PeriodicTaskRow row = Seed("1.0", Nightly with { Schedule = Schedule.Clocked(Now) });

        row.Enabled.ShouldBeFalse();
        row.NextRun.ShouldBeNull();
    }

    [Fact]
    public void Seeding_again_changes_nothing()
    {
        Seed("1.0", Nightly);

        Plan("1.0", Nightly).ShouldBeEmpty();
    }

    [Fact]
    public void A_newer_version_that_declares_the_same_only_signs()
    {
        PeriodicTaskRow before = Seed("1.0", Nightly);

        SeedStep step = Plan("1.1", Nightly).ShouldHaveSingleItem();

        step.Edit!.IsReplanned.ShouldBeFalse();
        step.Edit.Row.ShouldBe(before with { DeclarationVersion = "1.1", Revision = 2 });
    }

    [Fact]
    public void What_changed_in_code_is_updated()
    {
        PeriodicTaskRow before = Seed("1.0", Nightly);

        PeriodicTaskRow row = Seed("1.1", Nightly with { Queue = "slow" });

        row.Queue.ShouldBe("slow");
        row.NextNominal.ShouldBe(before.NextNominal);
        row.IsEdited.ShouldBeFalse();
        Seed("1.1", Nightly with { Schedule = Schedule.Every(TimeSpan.FromMinutes(7)) }).NextNominal.ShouldBe(Later.AddMinutes(7));
    }

    [Fact]
    public void What_an_operator_edited_stays_and_the_difference_can_be_shown()
    {
        Seed("1.0", Nightly);
        Edit(task => task with { Schedule = Schedule.Every(TimeSpan.FromMinutes(9)) });

        PeriodicTask changed = Nightly with { Queue = "slow" };
        PeriodicTaskRow row = Seed("1.1", changed);

        row.Schedule.ShouldBe("interval: 9 minutes");
        row.Queue.ShouldBeNull();
        row.IsEdited.ShouldBeTrue();
        row.Declaration.ShouldBe(PeriodicTaskJson.Write(changed));
        Plan("1.1", changed).ShouldBeEmpty();
    }

    [Fact]
    public void What_an_operator_disabled_stays_disabled()
    {
        Seed("1.0", Nightly);
        Put(PeriodicTaskPlanner.Disable(_rows["nightly"], Operator, Later, "too loud"));

        PeriodicTaskRow row = Seed("1.1", Nightly with { Queue = "slow" });

        row.Enabled.ShouldBeFalse();
        row.DisabledReason.ShouldBe("too loud");
    }

    [Fact]
    public void What_is_removed_from_code_is_disabled_and_says_why()
    {
        Seed("1.0", Nightly);

        PeriodicTaskRow row = Seed("1.1");

        row.Enabled.ShouldBeFalse();
        row.DisabledReason.ShouldBe("the code of shop does not declare it any more");
        row.Declaration.ShouldBeNull();
        row.DeclarationVersion.ShouldBe("1.1");
        Plan("1.1").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_declared_again_is_enabled_again()
    {
        Seed("1.0", Nightly);
        Seed("1.1");

        PeriodicTaskRow row = Seed("1.2", Nightly);

        row.Enabled.ShouldBeTrue();
        row.DisabledReason.ShouldBeNull();
        row.Declaration.ShouldBe(PeriodicTaskJson.Write(Nightly));
        row.NextNominal!.Value.ShouldBeGreaterThan(Later);
    }

    [Fact]
    public void What_an_operator_had_edited_is_enabled_again_as_the_operator_left_it()
    {
        Seed("1.0", Nightly);
        Edit(task => task with { Queue = "slow" });
        Seed("1.1");

        PeriodicTaskRow row = Seed("1.2", Nightly with { Queue = "fast" });

        row.Enabled.ShouldBeTrue();
        row.Queue.ShouldBe("slow");
        row.IsEdited.ShouldBeTrue();
    }

    [Fact]
    public void What_an_operator_disabled_before_it_was_removed_stays_disabled_when_it_is_declared_again()
    {
        Seed("1.0", Nightly);
        Put(PeriodicTaskPlanner.Disable(_rows["nightly"], Operator, Later, "too loud"));
        Seed("1.1");

        PeriodicTaskRow row = Seed("1.2", Nightly);

        row.Enabled.ShouldBeFalse();
        row.DisabledReason.ShouldBe("too loud");
    }

    [Fact]
    public void What_an_operator_enabled_after_it_was_removed_is_left_alone()
    {
        Seed("1.0", Nightly);
        Seed("1.1");
        Edit(task => task with { Enabled = true });

        Plan("1.1").ShouldBeEmpty();
        Plan("1.2").ShouldBeEmpty();
    }

    [Fact]
    public void An_older_version_leaves_what_a_newer_one_wrote_alone()
    {
        Seed("2.0", Nightly with { Queue = "slow" });

        Plan("1.9", Nightly).ShouldBeEmpty();
        Plan("1.9").ShouldBeEmpty();
    }

    [Fact]
    public void An_older_version_does_not_bring_back_what_a_newer_one_removed()
    {
        Seed("1.0", Nightly);
        Seed("2.0");

        Plan("1.0", Nightly).ShouldBeEmpty();
    }

    [Fact]
    public void In_a_rolling_deployment_the_new_version_wins_whoever_starts_last()
    {
        PeriodicTask added = new("weekly", "reports.week") { Schedule = Schedule.Every(TimeSpan.FromDays(7)) };
        Seed("1.0", Nightly);
        Seed("1.1", Nightly with { Queue = "slow" }, added);

        Seed("1.0", Nightly);
        Seed("1.1", Nightly with { Queue = "slow" }, added);
        Seed("1.0", Nightly);

        _rows["nightly"].Queue.ShouldBe("slow");
        _rows["weekly"].Enabled.ShouldBeTrue();
    }

    [Fact]
    public void Two_applications_on_one_store_leave_each_others_tasks_alone()
    {
        Seed("1.0", Nightly);
        PeriodicTaskRow theirs = _rows["nightly"] with { Id = Guid.NewGuid(), Name = "theirs", Application = "other" };
        _rows["theirs"] = theirs;

        Seed("2.0");

        _rows["nightly"].Enabled.ShouldBeFalse();
        _rows["theirs"].ShouldBe(theirs);
    }

    [Fact]
    public void A_one_off_that_has_fired_does_not_begin_anew_by_an_edit_of_something_else()
    {
        PeriodicTask once = Nightly with { OneOff = true };
        Seed("1.0", once);
        _rows["nightly"] = _rows["nightly"] with { Enabled = false, DisabledReason = "one-off: it has fired", NextNominal = null, NextRun = null };

        PeriodicTaskRow row = Seed("1.1", once with { Kwargs = new JsonObject { ["year"] = 2026 } });

        row.Enabled.ShouldBeFalse();
        row.DisabledReason.ShouldBe("one-off: it has fired");
        row.Kwargs.ShouldBe("{\"year\":2026}");
        Seed("1.2");
        Seed("1.3", once).Enabled.ShouldBeFalse();
    }

    [Fact]
    public void A_one_off_that_has_fired_begins_anew_with_a_new_schedule()
    {
        Seed("1.0", Nightly with { Schedule = Schedule.Clocked(Later.AddHours(1)) });
        _rows["nightly"] = _rows["nightly"] with { Enabled = false, DisabledReason = "one-off: it has fired", NextNominal = null, NextRun = null };

        PeriodicTaskRow row = Seed("1.1", Nightly with { Schedule = Schedule.Clocked(Later.AddHours(2)) });

        row.Enabled.ShouldBeTrue();
        row.NextNominal.ShouldBe(Later.AddHours(2));
    }

    [Fact]
    public void A_clocked_time_that_has_passed_meanwhile_stays_disabled_when_it_is_declared_again()
    {
        PeriodicTask clocked = Nightly with { Schedule = Schedule.Clocked(Later.AddMinutes(-1)) };
        _rows["nightly"] = Plan("1.0", clocked, Now).Single().Add!;
        Seed("1.1");

        PeriodicTaskRow row = Seed("1.2", clocked);

        row.Enabled.ShouldBeFalse();
        row.DisabledReason!.ShouldContain("has passed");
        Plan("1.2", clocked).ShouldBeEmpty();
    }

    [Fact]
    public void A_row_that_others_broke_is_mended_by_the_next_change_in_code()
    {
        Seed("1.0", Nightly);
        _rows["nightly"] = _rows["nightly"] with { Args = "[", Error = "args" };

        PeriodicTaskRow row = Seed("1.1", Nightly with { Queue = "slow" });

        row.Error.ShouldBeNull();
        row.Args.ShouldBe("[]");
    }

    [Fact]
    public void A_task_is_renamed_by_its_key()
    {
        Seed("1.0", Nightly);
        Guid id = _rows["nightly"].Id;

        SeedStep step = SeedPlan.Make(
            SeedSource.Code("shop", "1.1"), [new PeriodicDeclaration("nightly", Nightly with { Name = "every night" })], _rows.Values, Later, Guid.NewGuid)
            .ShouldHaveSingleItem();

        step.Edit!.Row.Id.ShouldBe(id);
        step.Edit.Row.Name.ShouldBe("every night");
    }

    [Fact]
    public void A_copy_of_a_declared_row_is_not_taken_for_it()
    {
        Seed("1.0", Nightly);
        _rows["copy"] = _rows["nightly"] with { Id = Guid.NewGuid(), Name = "copy", CreatedAt = Later.AddDays(1) };

        Plan("1.0", Nightly).ShouldBeEmpty();
        Seed("1.1", Nightly with { Queue = "slow" }).Queue.ShouldBe("slow");
        _rows["copy"].Queue.ShouldBeNull();
    }

    [Fact]
    public void A_disabled_declaration_is_installed_disabled_and_enabled_by_code()
    {
        Seed("1.0", Nightly with { Enabled = false }).Enabled.ShouldBeFalse();
        Seed("1.1", Nightly).Enabled.ShouldBeTrue();
        Seed("1.2", Nightly with { Enabled = false }).Enabled.ShouldBeFalse();
    }

    private PeriodicTaskRow Seed(string version, params PeriodicTask[] tasks)
    {
        foreach (SeedStep step in SeedPlan.Make(SeedSource.Code("shop", version), Declare(tasks), _rows.Values.ToArray(), Later, Guid.NewGuid))
        {
            if (step.Add is { } row)
            {
                _rows.Add(row.Name, row);
            }
            else
            {
                Put(step.Edit!);
            }
        }

        return _rows.GetValueOrDefault("nightly")!;
    }

    private IReadOnlyList<SeedStep> Plan(string version, params PeriodicTask[] tasks)
    {
        return SeedPlan.Make(SeedSource.Code("shop", version), Declare(tasks), _rows.Values, Later, Guid.NewGuid);
    }

    private IReadOnlyList<SeedStep> Plan(string version, PeriodicTask task, DateTimeOffset now)
    {
        return SeedPlan.Make(SeedSource.Code("shop", version), Declare([task]), _rows.Values, now, Guid.NewGuid);
    }

    private static PeriodicDeclaration[] Declare(PeriodicTask[] tasks) => [.. tasks.Select(task => new PeriodicDeclaration(task.Name, task))];

    private void Edit(Func<PeriodicTask, PeriodicTask> change)
    {
        Put(PeriodicTaskPlanner.Edit(_rows["nightly"], change(PeriodicTaskCodec.Read(_rows["nightly"])), Operator, Later));
    }

    private void Put(PeriodicTaskEdit edit) => _rows[edit.Row.Name] = edit.Row;
}

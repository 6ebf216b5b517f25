using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.Tests.ScheduleStores;

public sealed class PeriodicTaskPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddHours(3);
    private static readonly PeriodicTaskAuthor Operator = new("ada", "admin");

    private static readonly PeriodicTask Interval = new("nightly", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(5)) };
    private static readonly PeriodicTask Crontab = Interval with { Schedule = Schedule.Crontab("0 4 * * *", "Europe/Berlin") };
    private static readonly PeriodicTask PastClock = Interval with { Schedule = Schedule.Clocked(Now.AddDays(-1)) };

    [Fact]
    public void A_new_interval_first_occurs_one_period_after_it_was_created()
    {
        PeriodicTaskRow row = Create(Interval);

        row.Anchor.ShouldBe(Now);
        row.Watermark.ShouldBe(Now);
        row.NextNominal.ShouldBe(Now.AddMinutes(5));
        row.NextRun.ShouldBe(Now.AddMinutes(5));
        row.Enabled.ShouldBeTrue();
    }

    [Fact]
    public void A_new_crontab_occurs_strictly_after_now()
    {
        Create(Crontab, new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero)).NextNominal
            .ShouldBe(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Nothing_occurs_before_the_start_time()
    {
        Create(Interval with { StartTime = Now.AddDays(2) }).NextNominal.ShouldBe(Now.AddDays(2));
        Create(Interval with { StartTime = Now.AddMinutes(-7) }).NextNominal.ShouldBe(Now.AddMinutes(3));
    }

    [Fact]
    public void A_new_clocked_time_in_the_past_is_due_at_once()
    {
        PeriodicTaskRow row = Create(PastClock);

        row.NextNominal.ShouldBe(Now.AddDays(-1));
        row.NextRun.ShouldBe(Now);
        row.Enabled.ShouldBeTrue();
        row.OneOff.ShouldBeTrue();
    }

    [Fact]
    public void A_clocked_time_in_the_past_does_not_fire_by_being_seeded()
    {
        PeriodicTaskRow row = PeriodicTaskPlanner.Create(PastClock, Guid.NewGuid(), PeriodicTaskAuthor.Api, Now, firesPast: false);

        row.NextNominal.ShouldBeNull();
        row.Enabled.ShouldBeFalse();
        row.DisabledReason.ShouldBe("no occurrence is left");
    }

    [Fact]
    public void The_first_instant_of_the_calendar_is_no_error()
    {
        Create(Interval with { Schedule = Schedule.Clocked(DateTimeOffset.MinValue) }).DisabledReason.ShouldBe("no occurrence is left");
    }

    [Fact]
    public void A_task_that_expires_before_its_first_occurrence_is_disabled_and_says_why()
    {
        PeriodicTaskRow row = Create(Interval with { Expires = Now.AddMinutes(5) });

        row.Enabled.ShouldBeFalse();
        row.NextRun.ShouldBeNull();
        row.DisabledReason.ShouldBe("no occurrence is left before it expires at 2026-11-23T12:05:00.0000000Z");
    }

    [Fact]
    public void Jitter_delays_the_due_time_and_ends_before_the_task_expires()
    {
        PeriodicTask jittered = Interval with { Jitter = TimeSpan.FromMinutes(4), Expires = Now.AddMinutes(5).AddSeconds(1) };
        DateTimeOffset[] due = [.. Enumerable.Range(0, 200).Select(_ => Create(jittered).NextRun!.Value)];

        due.ShouldAllBe(at => at >= Now.AddMinutes(5) && at < Now.AddMinutes(5).AddSeconds(1));
        due.Distinct().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void An_edit_of_the_arguments_leaves_the_next_occurrence_to_beat()
    {
        PeriodicTaskRow row = Create(Interval);

        PeriodicTaskEdit edit = Edit(row, Interval with { Kwargs = new JsonObject { ["year"] = 2026 } });

        edit.IsReplanned.ShouldBeFalse();
        edit.ExpectedRevision.ShouldBe(1);
        edit.Row.Revision.ShouldBe(2);
        edit.Row.Kwargs.ShouldBe("{\"year\":2026}");
        edit.Row.ChangedBy.ShouldBe("ada");
        edit.Row.NextNominal.ShouldBe(row.NextNominal);
    }

    [Theory]
    [InlineData("crontab: 0 4 * * * Europe/Berlin", "crontab:  0   4 * * *  Europe/Berlin")]
    [InlineData("clocked: 2026-11-22T12:00:00Z", "clocked: 2026-11-22T13:00:00+01:00")]
    public void A_schedule_that_others_wrote_in_other_words_is_not_planned_anew_by_an_edit_of_something_else(string canonical, string written)
    {
        PeriodicTask task = Interval with { Schedule = Schedule.Parse(canonical) };
        PeriodicTaskRow row = Create(task) with { Schedule = written };

        PeriodicTaskEdit edit = Edit(row, PeriodicTaskCodec.Read(row) with { Description = "new" });

        edit.IsReplanned.ShouldBeFalse();
        edit.Row.NextNominal.ShouldBe(row.NextNominal);
    }

    [Fact]
    public void A_new_schedule_starts_from_now()
    {
        PeriodicTaskEdit edit = Edit(Create(Interval), Interval with { Schedule = Schedule.Every(TimeSpan.FromMinutes(7)) });

        edit.IsReplanned.ShouldBeTrue();
        edit.Row.Anchor.ShouldBe(Later);
        edit.Row.Watermark.ShouldBe(Later);
        edit.Row.NextNominal.ShouldBe(Later.AddMinutes(7));
    }

    [Fact]
    public void A_new_start_time_is_planned_anew()
    {
        Edit(Create(Interval), Interval with { StartTime = Later.AddMinutes(-1) }).Row.NextNominal.ShouldBe(Later.AddMinutes(4));
    }

    [Fact]
    public void Enabling_starts_from_now_and_fires_nothing_that_was_missed()
    {
        PeriodicTaskRow row = Create(Interval with { Enabled = false });

        PeriodicTaskEdit edit = Edit(row, Interval);

        edit.IsReplanned.ShouldBeTrue();
        edit.Row.NextNominal.ShouldBe(Later.AddMinutes(5));
        edit.Row.Enabled.ShouldBeTrue();
        edit.Row.DisabledReason.ShouldBeNull();
    }

    [Fact]
    public void The_watermark_never_goes_back_by_an_edit()
    {
        PeriodicTaskRow row = Create(Interval) with { Watermark = Later.AddHours(1) };

        PeriodicTaskRow edited = Edit(row, Interval with { Schedule = Schedule.Every(TimeSpan.FromMinutes(7)) }).Row;

        edited.Watermark.ShouldBe(Later.AddHours(1));
        edited.NextNominal!.Value.ShouldBeGreaterThan(Later.AddHours(1));
    }

    [Fact]
    public void A_clocked_task_that_has_passed_is_not_enabled_again_without_a_new_time()
    {
        PeriodicTaskRow row = Create(PastClock) with { Enabled = false, DisabledReason = "one-off: it has fired" };

        Should.Throw<InvalidValueException>(() => Edit(row, PeriodicTaskCodec.Read(row) with { Enabled = true })).Field.ShouldBe("enabled");
    }

    [Fact]
    public void A_clocked_task_fires_at_a_new_time_in_the_past()
    {
        PeriodicTaskRow row = Create(PastClock) with { Enabled = false };

        PeriodicTaskEdit edit = Edit(row, PastClock with { Schedule = Schedule.Clocked(Now.AddHours(-1)) });

        edit.IsReplanned.ShouldBeTrue();
        edit.Row.NextNominal.ShouldBe(Now.AddHours(-1));
        edit.Row.NextRun.ShouldBe(Later);
        edit.Row.Watermark!.Value.ShouldBeLessThan(Now.AddHours(-1));
    }

    [Fact]
    public void An_expiry_before_the_next_occurrence_ends_the_task_at_once()
    {
        PeriodicTaskRow row = Create(Crontab);

        PeriodicTaskEdit edit = Edit(row, Crontab with { Expires = row.NextNominal });

        edit.IsReplanned.ShouldBeFalse();
        edit.Row.Enabled.ShouldBeFalse();
        edit.Row.DisabledReason!.ShouldContain("no occurrence is left before it expires");
    }

    [Fact]
    public void A_fixed_row_leaves_quarantine()
    {
        PeriodicTaskRow row = Create(Interval) with { Args = "[", Error = "args: …" };

        PeriodicTaskRow edited = Edit(row, Interval).Row;

        edited.Error.ShouldBeNull();
        edited.Args.ShouldBe("[]");
    }

    [Fact]
    public void A_row_whose_schedule_did_not_parse_is_planned_anew_when_it_gets_one()
    {
        Edit(Create(Interval) with { Schedule = "crontab: 99 * * * *" }, Interval).Row.NextNominal.ShouldBe(Later.AddMinutes(5));
    }

    [Fact]
    public void Disabling_keeps_a_row_that_does_not_parse_and_says_why_it_is_disabled()
    {
        PeriodicTaskEdit edit = PeriodicTaskPlanner.Disable(Create(Interval) with { Args = "[" }, Operator, Later, "too loud");

        edit.Row.Enabled.ShouldBeFalse();
        edit.Row.DisabledReason.ShouldBe("too loud");
        edit.Row.Args.ShouldBe("[");
        edit.IsReplanned.ShouldBeFalse();
    }

    [Fact]
    public void An_edit_of_a_disabled_task_keeps_why_it_is_disabled()
    {
        PeriodicTaskRow row = Create(Interval) with { Enabled = false, DisabledReason = "too loud" };

        Edit(row, PeriodicTaskCodec.Read(row) with { Description = "new" }).Row.DisabledReason.ShouldBe("too loud");
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("api", true)]
    [InlineData("code", false)]
    [InlineData("built-in", false)]
    public void An_operators_edit_of_what_code_declares_is_marked(string origin, bool isEdited)
    {
        PeriodicTaskRow row = Create(Interval) with { Application = "shop", DeclarationKey = "nightly" };
        var author = new PeriodicTaskAuthor("somebody", origin);

        PeriodicTaskPlanner.Edit(row, Interval with { Description = "new" }, author, Later).Row.IsEdited.ShouldBe(isEdited);
        PeriodicTaskPlanner.Disable(row, author, Later, reason: null).Row.IsEdited.ShouldBe(isEdited);
        PeriodicTaskPlanner.Edit(Create(Interval), Interval, Operator, Later).Row.IsEdited.ShouldBeFalse();
    }

    private static PeriodicTaskRow Create(PeriodicTask task, DateTimeOffset? now = null)
    {
        return PeriodicTaskPlanner.Create(task, Guid.NewGuid(), PeriodicTaskAuthor.Api, now ?? Now);
    }

    private static PeriodicTaskEdit Edit(PeriodicTaskRow row, PeriodicTask task) => PeriodicTaskPlanner.Edit(row, task, Operator, Later);
}

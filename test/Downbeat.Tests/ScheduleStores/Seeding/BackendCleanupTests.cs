using Downbeat.Hosting;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.Seeding;

namespace Downbeat.Tests.ScheduleStores.Seeding;

public sealed class BackendCleanupTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly PeriodicTaskAuthor Operator = new("ada", "admin");

    private readonly Dictionary<Guid, PeriodicTaskRow> _rows = [];

    private PeriodicTaskRow Row => _rows.Values.Single();

    [Fact]
    public void It_is_installed_as_Celery_has_it()
    {
        Seed(new DownbeatOptions { TimeZone = "Europe/Berlin" });

        Row.Name.ShouldBe("celery.backend_cleanup");
        Row.Task.ShouldBe("celery.backend_cleanup");
        Row.Schedule.ShouldBe("crontab: 0 4 * * * Europe/Berlin");
        Row.ExpiresAfter.ShouldBe(TimeSpan.FromHours(12));
        Row.Queue.ShouldBe("downbeat.maintenance");
        Row.Origin.ShouldBe("built-in");
        Row.Enabled.ShouldBeTrue();
    }

    [Fact]
    public void It_goes_to_Celerys_own_queue_where_only_Celery_can_clean()
    {
        Seed(new DownbeatOptions { DefaultQueue = "tasks" }, isForeign: true);

        Row.Queue.ShouldBe("tasks");
    }

    [Fact]
    public void Nothing_is_installed_while_results_never_expire()
    {
        Seed(Never());

        _rows.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_disabled_with_the_reason_when_results_never_expire_and_enabled_again_when_they_do()
    {
        Seed(new DownbeatOptions());
        Seed(Never());

        Row.Enabled.ShouldBeFalse();
        Row.DisabledReason!.ShouldContain("kept for ever");

        Seed(new DownbeatOptions());

        Row.Enabled.ShouldBeTrue();
        Row.DisabledReason.ShouldBeNull();
    }

    [Fact]
    public void A_restart_never_resets_an_operators_change()
    {
        Seed(new DownbeatOptions());
        Edit(task => task with { Schedule = Schedule.Crontab("30 2 * * sun"), Queue = "cleaning" });

        Seed(new DownbeatOptions());
        Seed(new DownbeatOptions { TimeZone = "Europe/Berlin" });

        Row.Schedule.ShouldBe("crontab: 30 2 * * sun UTC");
        Row.Queue.ShouldBe("cleaning");
    }

    [Fact]
    public void What_an_operator_disabled_stays_disabled_when_results_expire_again()
    {
        Seed(new DownbeatOptions());
        Edit(task => task with { Enabled = false });
        Seed(Never());

        Seed(new DownbeatOptions());

        Row.Enabled.ShouldBeFalse();
    }

    [Fact]
    public void A_new_time_zone_moves_what_nobody_has_edited()
    {
        Seed(new DownbeatOptions());
        Seed(new DownbeatOptions { TimeZone = "Asia/Tokyo" });

        Row.Schedule.ShouldBe("crontab: 0 4 * * * Asia/Tokyo");
        Row.NextNominal.ShouldBe(new DateTimeOffset(2026, 11, 23, 19, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_application_that_happens_to_be_called_downbeat_does_not_touch_it()
    {
        Seed(new DownbeatOptions());

        SeedPlan.Make(SeedSource.Code("downbeat", "9.9"), [], _rows.Values, Now, Guid.NewGuid).ShouldBeEmpty();
    }

    private static DownbeatOptions Never() => new() { Retention = new RetentionPolicy { ResultExpires = null } };

    private void Seed(DownbeatOptions options, bool isForeign = false)
    {
        foreach (SeedStep step in SeedPlan.Make(
            BackendCleanup.Source("1.0"), BackendCleanup.Declare(options, isForeign), _rows.Values.ToArray(), Now, Guid.NewGuid))
        {
            PeriodicTaskRow row = step.Add ?? step.Edit!.Row;
            _rows[row.Id] = row;
        }
    }

    private void Edit(Func<PeriodicTask, PeriodicTask> change)
    {
        _rows[Row.Id] = PeriodicTaskPlanner.Edit(Row, change(PeriodicTaskCodec.Read(Row)), Operator, Now).Row;
    }
}

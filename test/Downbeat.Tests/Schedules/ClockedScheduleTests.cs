using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules;

public sealed class ClockedScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_occurs_at_its_instant_and_never_again()
    {
        ClockedSchedule schedule = Schedule.Clocked(Noon);

        schedule.Kind.ShouldBe(ScheduleKind.Clocked);
        schedule.OccurrencesAfter(DateTimeOffset.MinValue).ShouldBe([Noon]);
        schedule.NextAfter(Noon).ShouldBeNull();
        schedule.NextAfter(Noon.AddTicks(-1)).ShouldBe(Noon);
        schedule.LastAtOrBefore(Noon.AddTicks(-1)).ShouldBeNull();
        schedule.LastAtOrBefore(Noon).ShouldBe(Noon);
        schedule.CountBetween(Noon.AddTicks(-1), Noon).ShouldBe(1);
        schedule.CountBetween(Noon, Noon.AddYears(1)).ShouldBe(0);
        schedule.CountBetween(Noon.AddYears(-1), Noon.AddTicks(-1)).ShouldBe(0);
    }

    [Fact]
    public void Before_the_start_time_it_does_not_occur_and_at_it_it_does()
    {
        ClockedSchedule schedule = Schedule.Clocked(Noon);

        schedule.NextAfter(Noon.AddDays(-1), new ScheduleOrigin(StartTime: Noon)).ShouldBe(Noon);
        schedule.NextAfter(Noon.AddDays(-1), new ScheduleOrigin(StartTime: Noon.AddMicroseconds(1))).ShouldBeNull();
        schedule.LastAtOrBefore(Noon.AddDays(1), new ScheduleOrigin(StartTime: Noon)).ShouldBe(Noon);
        schedule.LastAtOrBefore(Noon.AddDays(1), new ScheduleOrigin(StartTime: Noon.AddMicroseconds(1))).ShouldBeNull();
        schedule.CountBetween(Noon.AddDays(-1), Noon.AddDays(1), new ScheduleOrigin(StartTime: Noon)).ShouldBe(1);
        schedule.CountBetween(Noon.AddDays(-1), Noon.AddDays(1), new ScheduleOrigin(StartTime: Noon.AddMicroseconds(1))).ShouldBe(0);
    }

    [Fact]
    public void It_is_cut_to_whole_microseconds_of_UTC()
    {
        ClockedSchedule schedule = Schedule.Clocked(Noon.AddTicks(1_234_567).ToOffset(TimeSpan.FromHours(2)));

        schedule.At.ShouldBe(Noon.AddTicks(1_234_560));
        schedule.At.Offset.ShouldBe(TimeSpan.Zero);
        schedule.ShouldBe(Schedule.Clocked(Noon.AddTicks(1_234_561)));
        schedule.ToString().ShouldBe("clocked: 2026-11-23T12:00:00.123456Z");
        schedule.Describe().ShouldBe("Once at 2026-11-23 12:00:00.123456 UTC");
    }

    [Fact]
    public void It_is_told_in_English() => Schedule.Clocked(Noon).Describe().ShouldBe("Once at 2026-11-23 12:00:00 UTC");
}

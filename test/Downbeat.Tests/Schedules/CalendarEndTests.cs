using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules;

public sealed class CalendarEndTests
{
    private static readonly DateTimeOffset First = DateTimeOffset.MinValue;
    private static readonly DateTimeOffset Last = DateTimeOffset.MaxValue;

    public static TheoryData<string> Texts =>
    [
        "interval: 5 minutes", "interval: 3652058 days", "clocked: 2026-11-23T12:00:00Z",
        "crontab: * * * * *", "crontab: 0 0 29 2 mon Europe/Berlin", "crontab: * * * * * Pacific/Kiritimati",
        "crontab: * * * * * Pacific/Pago_Pago dst_overlap=both", "crontab: 59 23 31 12 * America/New_York dst_gap=skip dst_overlap=second",
        "solar: sunrise 52.5 13.4", "solar: solar_noon 0 180", "solar: dusk_astronomical -90 0", "solar: sunset 78.2 -180",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Nothing_comes_after_the_end_nor_before_the_beginning(string text)
    {
        Schedule schedule = Schedule.Parse(text);
        foreach (ScheduleOrigin origin in new ScheduleOrigin[] { default, new(First), new(Last), new(Anchor: First), new(Anchor: Last) })
        {
            schedule.NextAfter(Last, origin).ShouldBeNull();
            schedule.CountBetween(Last, First, origin).ShouldBe(0);
            DateTimeOffset? earliest = schedule.LastAtOrBefore(First, origin);
            (earliest is null || earliest == First).ShouldBeTrue();
            DateTimeOffset? next = schedule.NextAfter(First, origin);
            (next is null || next > First).ShouldBeTrue();
            DateTimeOffset? last = schedule.LastAtOrBefore(Last, origin);
            (last is null || schedule.NextAfter(last.Value, origin) is null).ShouldBeTrue();
        }
    }

    [Fact]
    public void The_first_and_the_last_minute_of_the_calendar_exist()
    {
        CrontabSchedule schedule = Schedule.Crontab("* * * * *");

        schedule.LastAtOrBefore(First).ShouldBe(First);
        schedule.NextAfter(First).ShouldBe(First.AddMinutes(1));
        schedule.LastAtOrBefore(Last).ShouldBe(new DateTimeOffset(9999, 12, 31, 23, 59, 0, TimeSpan.Zero));
        schedule.NextAfter(Last.AddMinutes(-1)).ShouldBe(new DateTimeOffset(9999, 12, 31, 23, 59, 0, TimeSpan.Zero));
        schedule.CountBetween(First, Last).ShouldBe((3652059L * 1440) - 1);
        schedule.CountBetween(First, Last, new ScheduleOrigin(First)).ShouldBe((3652059L * 1440) - 1);
    }

    [Fact]
    public void A_leap_Monday_is_counted_through_the_whole_calendar()
    {
        CrontabSchedule schedule = Schedule.Crontab("0 0 29 2 mon");

        schedule.CountBetween(First, Last).ShouldBe(schedule.OccurrencesAfter(First).Count());
        schedule.NextAfter(First).ShouldBe(new DateTimeOffset(16, 2, 29, 0, 0, 0, TimeSpan.Zero));
        schedule.LastAtOrBefore(new DateTimeOffset(16, 2, 28, 0, 0, 0, TimeSpan.Zero)).ShouldBeNull();
        schedule.NextAfter(new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeNull();
    }

    [Fact]
    public void A_count_through_cycles_of_400_years_is_exact_in_a_zone_that_changes_its_clocks()
    {
        CrontabSchedule schedule = Schedule.Crontab("30 1,2 * 3,10 sun", "Europe/Berlin", dstOverlap: DstOverlap.Both);
        DateTimeOffset[] years =
        [
            .. new[] { 1890, 1990, 2199, 2200, 2599, 2600, 2601, 2700, 2999, 3000, 3001, 3399, 3400, 5000 }
                .Select(static year => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        ];
        long[] walked = [.. years.Select(_ => 0L)];
        foreach (DateTimeOffset at in schedule.OccurrencesAfter(years[0]).TakeWhile(at => at <= years[^1]))
        {
            for (int index = 0; index < years.Length; index++)
            {
                walked[index] += at <= years[index] ? 1 : 0;
            }
        }

        for (int to = 1; to < years.Length; to++)
        {
            foreach (int from in new[] { 0, to / 2, to - 1 })
            {
                schedule.CountBetween(years[from], years[to])
                    .ShouldBe(walked[to] - walked[from], $"{years[from].Year} to {years[to].Year}");
            }
        }
    }

    [Fact]
    public void The_instant_right_after_the_calendar_is_none()
    {
        IntervalSchedule daily = Schedule.Interval(1, IntervalPeriod.Days);

        daily.NextAfter(Last, new ScheduleOrigin(First)).ShouldBeNull();
        daily.NextAfter(Last.AddDays(-1), new ScheduleOrigin(First)).ShouldBe(new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Anchors_whose_first_period_ends_after_the_calendar_lead_nowhere()
    {
        IntervalSchedule schedule = Schedule.Interval(3652058, IntervalPeriod.Days);

        schedule.NextAfter(First, new ScheduleOrigin(Anchor: First)).ShouldBe(First.AddDays(3652058));
        schedule.NextAfter(First, new ScheduleOrigin(Anchor: First.AddDays(2))).ShouldBeNull();
        schedule.LastAtOrBefore(Last, new ScheduleOrigin(Anchor: First.AddDays(2))).ShouldBeNull();
    }
}

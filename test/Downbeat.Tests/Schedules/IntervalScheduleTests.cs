using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules;

public sealed class IntervalScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10_000, IntervalPeriod.Microseconds, "00:00:00.0100000")]
    [InlineData(90, IntervalPeriod.Seconds, "00:01:30")]
    [InlineData(5, IntervalPeriod.Minutes, "00:05:00")]
    [InlineData(36, IntervalPeriod.Hours, "1.12:00:00")]
    [InlineData(2, IntervalPeriod.Days, "2.00:00:00")]
    [InlineData(3, IntervalPeriod.Weeks, "21.00:00:00")]
    [InlineData(3652058, IntervalPeriod.Days, "3652058.00:00:00")]
    public void The_length_is_the_number_of_periods(long every, IntervalPeriod period, string length)
    {
        IntervalSchedule schedule = Schedule.Interval(every, period);

        schedule.Kind.ShouldBe(ScheduleKind.Interval);
        schedule.Every.ShouldBe(every);
        schedule.Period.ShouldBe(period);
        schedule.Length.ShouldBe(TimeSpan.Parse(length));
    }

    [Theory]
    [InlineData("00:00:00.0100000", 10_000, IntervalPeriod.Microseconds)]
    [InlineData("00:00:01.5000000", 1_500_000, IntervalPeriod.Microseconds)]
    [InlineData("00:01:30", 90, IntervalPeriod.Seconds)]
    [InlineData("00:05:00", 5, IntervalPeriod.Minutes)]
    [InlineData("1.12:00:00", 36, IntervalPeriod.Hours)]
    [InlineData("8.00:00:00", 8, IntervalPeriod.Days)]
    [InlineData("21.00:00:00", 3, IntervalPeriod.Weeks)]
    public void A_time_span_is_told_in_the_largest_period_that_divides_it(string span, long every, IntervalPeriod period)
        => Schedule.Every(TimeSpan.Parse(span)).ShouldBe(Schedule.Interval(every, period));

    [Theory]
    [InlineData(9_999, IntervalPeriod.Microseconds, "9999 microseconds")]
    [InlineData(0, IntervalPeriod.Seconds, "0 seconds")]
    [InlineData(-5, IntervalPeriod.Minutes, "-5 minutes")]
    [InlineData(long.MinValue, IntervalPeriod.Minutes, "-9223372036854775808 minutes")]
    [InlineData(long.MaxValue, IntervalPeriod.Weeks, "9223372036854775807 weeks")]
    [InlineData(3652059, IntervalPeriod.Days, "3652059 days")]
    [InlineData(521723, IntervalPeriod.Weeks, "521723 weeks")]
    public void An_interval_that_is_too_short_or_too_long_is_refused(long every, IntervalPeriod period, string value)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Interval(every, period));

        refusal.Field.ShouldBe("every");
        refusal.Value.ShouldBe(value);
        refusal.Allowed.ShouldBe(
            "a whole number of microseconds, seconds, minutes, hours, days or weeks, from 10 milliseconds to 3652058 days");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99_999)]
    [InlineData(-6_000_000_000)]
    [InlineData(100_001)]
    [InlineData(long.MaxValue)]
    public void A_time_span_that_is_too_short_or_not_whole_is_refused(long ticks)
        => Should.Throw<InvalidValueException>(() => Schedule.Every(new TimeSpan(ticks))).Field.ShouldBe("every");

    [Fact]
    public void A_period_that_does_not_exist_is_refused()
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Interval(1, (IntervalPeriod)6));

        refusal.Field.ShouldBe("period");
        refusal.Allowed.ShouldBe("microseconds, seconds, minutes, hours, days, weeks");
    }

    [Fact]
    public void The_grid_begins_at_the_start_time_itself()
    {
        IntervalSchedule schedule = Schedule.Interval(5, IntervalPeriod.Minutes);
        var origin = new ScheduleOrigin(StartTime: Noon, Anchor: Noon.AddHours(-9).AddSeconds(7));

        schedule.OccurrencesAfter(Noon.AddYears(-1), origin).Take(3).ShouldBe([Noon, Noon.AddMinutes(5), Noon.AddMinutes(10)]);
        schedule.LastAtOrBefore(Noon, origin).ShouldBe(Noon);
        schedule.LastAtOrBefore(Noon.AddTicks(-1), origin).ShouldBeNull();
        schedule.CountBetween(Noon.AddHours(-1), Noon.AddMinutes(10), origin).ShouldBe(3);
        schedule.CountBetween(Noon, Noon.AddMinutes(10), origin).ShouldBe(2);
    }

    [Fact]
    public void The_grid_begins_one_period_after_the_anchor()
    {
        IntervalSchedule schedule = Schedule.Interval(5, IntervalPeriod.Minutes);
        var origin = new ScheduleOrigin(Anchor: Noon.AddSeconds(7));

        schedule.OccurrencesAfter(Noon.AddYears(-1), origin).Take(2).ShouldBe([Noon.AddSeconds(307), Noon.AddSeconds(607)]);
        schedule.LastAtOrBefore(Noon.AddSeconds(306), origin).ShouldBeNull();
        schedule.LastAtOrBefore(Noon.AddSeconds(307), origin).ShouldBe(Noon.AddSeconds(307));
    }

    [Fact]
    public void Without_an_origin_the_grid_runs_through_the_Unix_epoch()
    {
        IntervalSchedule schedule = Schedule.Interval(7, IntervalPeriod.Days);

        schedule.NextAfter(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(DateTimeOffset.UnixEpoch);
        schedule.NextAfter(DateTimeOffset.UnixEpoch).ShouldBe(DateTimeOffset.UnixEpoch.AddDays(7));
        schedule.LastAtOrBefore(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(DateTimeOffset.UnixEpoch.AddDays(-7));
        schedule.NextAfter(DateTimeOffset.MinValue).ShouldBe(new DateTimeOffset(1, 1, 4, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_day_is_24_hours_whatever_the_clocks_do()
    {
        var start = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.FromHours(1));

        Schedule.Interval(1, IntervalPeriod.Days).NextAfter(start, new ScheduleOrigin(start)).ShouldBe(start.AddHours(24));
    }

    [Fact]
    public void Origins_are_cut_to_whole_microseconds_of_UTC()
    {
        var origin = new ScheduleOrigin(Noon.AddTicks(19).ToOffset(TimeSpan.FromHours(2)), Noon.AddTicks(9));

        origin.StartTime.ShouldBe(Noon.AddTicks(10));
        origin.StartTime!.Value.Offset.ShouldBe(TimeSpan.Zero);
        origin.Anchor.ShouldBe(Noon);
        (origin with { Anchor = Noon.AddTicks(21) }).Anchor.ShouldBe(Noon.AddTicks(20));
        default(ScheduleOrigin).ShouldBe(new ScheduleOrigin());
    }

    [Theory]
    [InlineData(5, IntervalPeriod.Minutes, "Every 5 minutes")]
    [InlineData(1, IntervalPeriod.Minutes, "Every minute")]
    [InlineData(1, IntervalPeriod.Weeks, "Every week")]
    [InlineData(10_000, IntervalPeriod.Microseconds, "Every 10000 microseconds")]
    public void It_is_told_in_English(long every, IntervalPeriod period, string expected)
        => Schedule.Interval(every, period).Describe().ShouldBe(expected);
}

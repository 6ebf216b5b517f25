using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules.Crontabs;

/// <summary>The worked examples of docs/schedules.md: the clocks of Berlin in 2026 and stranger ones elsewhere.</summary>
public sealed class DaylightSavingTests
{
    [Theory]
    [InlineData("30 2 * * *", DstGap.Shift, "03-28T01:30 03-29T01:00 03-30T00:30")]
    [InlineData("30 2 * * *", DstGap.Skip, "03-28T01:30 03-30T00:30")]
    [InlineData("0,30 2 * * *", DstGap.Shift, "03-28T01:00 03-28T01:30 03-29T01:00 03-30T00:00 03-30T00:30")]
    [InlineData("0 2,3 * * *", DstGap.Shift, "03-28T01:00 03-28T02:00 03-29T01:00 03-30T00:00 03-30T01:00")]
    [InlineData("0 2,3 * * *", DstGap.Skip, "03-28T01:00 03-28T02:00 03-29T01:00 03-30T00:00 03-30T01:00")]
    public void A_local_time_in_the_gap_of_29_March_fires_once_right_after_it(string expression, DstGap gap, string expected)
        => Between(Schedule.Crontab(expression, "Europe/Berlin", gap), "2026-03-28T00:00Z", "2026-03-30T02:00Z").ShouldBe(expected);

    [Theory]
    [InlineData("30 2 * * *", DstOverlap.Auto, "10-24T00:30 10-25T00:30 10-26T01:30")]
    [InlineData("30 2 * * *", DstOverlap.First, "10-24T00:30 10-25T00:30 10-26T01:30")]
    [InlineData("30 2 * * *", DstOverlap.Second, "10-24T00:30 10-25T01:30 10-26T01:30")]
    [InlineData("30 2 * * *", DstOverlap.Both, "10-24T00:30 10-25T00:30 10-25T01:30 10-26T01:30")]
    [InlineData("30 2,5 * * *", DstOverlap.Auto, "10-24T00:30 10-24T03:30 10-25T00:30 10-25T04:30 10-26T01:30 10-26T04:30")]
    [InlineData("30 2-2 * * *", DstOverlap.Auto, "10-24T00:30 10-25T00:30 10-25T01:30 10-26T01:30")]
    [InlineData("30-30 2 * * *", DstOverlap.Auto, "10-24T00:30 10-25T00:30 10-25T01:30 10-26T01:30")]
    [InlineData("*/60 2 * * *", DstOverlap.Auto, "10-24T00:00 10-25T00:00 10-25T01:00 10-26T01:00")]
    [InlineData("*/60 2 * * *", DstOverlap.First, "10-24T00:00 10-25T00:00 10-26T01:00")]
    [InlineData("30 2 * * 0-7", DstOverlap.Auto, "10-24T00:30 10-25T00:30 10-26T01:30")]
    public void A_local_time_in_the_overlap_of_25_October_fires_as_the_rule_says(string expression, DstOverlap overlap, string expected)
        => Between(Schedule.Crontab(expression, "Europe/Berlin", dstOverlap: overlap), "2026-10-24T00:00Z", "2026-10-26T05:00Z")
            .ShouldBe(expected);

    [Fact]
    public void A_rhythm_goes_on_through_the_repeated_hour()
        => Between(Schedule.Crontab("*/30 * * * *", "Europe/Berlin"), "2026-10-25T00:00Z", "2026-10-25T02:00Z")
            .ShouldBe("10-25T00:00 10-25T00:30 10-25T01:00 10-25T01:30 10-25T02:00");

    [Fact]
    public void The_day_Samoa_left_out_fires_once_when_the_next_day_begins()
    {
        Between(Schedule.Crontab("0 4 * * *", "Pacific/Apia"), "2011-12-29T00:00Z", "2012-01-01T00:00Z")
            .ShouldBe("12-29T14:00 12-30T10:00 12-30T14:00 12-31T14:00");
        Between(Schedule.Crontab("0 4 30 12 *", "Pacific/Apia"), "2011-12-01T00:00Z", "2012-01-01T00:00Z").ShouldBe("12-30T10:00");
        Between(Schedule.Crontab("0 4 30 12 *", "Pacific/Apia", DstGap.Skip), "2011-12-01T00:00Z", "2012-01-01T00:00Z").ShouldBeEmpty();
    }

    [Fact]
    public void Lord_Howe_moves_by_half_an_hour()
    {
        Between(Schedule.Crontab("15 2 * * *", "Australia/Lord_Howe"), "2026-10-02T20:00Z", "2026-10-04T20:00Z")
            .ShouldBe("10-03T15:30 10-04T15:15");
        Between(Schedule.Crontab("*/15 1 * * *", "Australia/Lord_Howe"), "2026-04-04T14:00Z", "2026-04-04T16:00Z")
            .ShouldBe("04-04T14:00 04-04T14:15 04-04T14:30 04-04T14:45 04-04T15:00 04-04T15:15");
    }

    [Fact]
    public void Midnight_itself_can_be_skipped()
        => Between(Schedule.Crontab("0 0 * * *", "America/Sao_Paulo"), "2018-11-03T00:00Z", "2018-11-05T12:00Z")
            .ShouldBe("11-03T03:00 11-04T03:00 11-05T02:00");

    [Fact]
    public void Monrovia_was_44_minutes_and_a_half_behind_until_1972()
        => Between(Schedule.Crontab("0 0,12 * * *", "Africa/Monrovia"), "1972-01-06T00:00Z", "1972-01-07T12:00Z")
            .ShouldBe("01-06T00:44:30 01-06T12:44:30 01-07T00:44:30 01-07T12:00");

    [Fact]
    public void Every_rule_of_an_expression_that_always_falls_into_a_skipped_gap_ends()
    {
        CrontabSchedule schedule = Schedule.Crontab("30 2 8-14 3 sun", "America/New_York", DstGap.Skip);
        var now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var farOff = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var lastBeforeTheRule = new DateTimeOffset(2006, 3, 12, 7, 30, 0, TimeSpan.Zero);

        schedule.NextAfter(now).ShouldBeNull();
        schedule.NextAfter(farOff).ShouldBeNull();
        schedule.LastAtOrBefore(now).ShouldBe(lastBeforeTheRule);
        schedule.LastAtOrBefore(farOff).ShouldBe(lastBeforeTheRule);
        schedule.CountBetween(now, DateTimeOffset.MaxValue).ShouldBe(0);
    }

    [Fact]
    public void Times_that_a_gap_shifts_onto_another_occurrence_count_once()
    {
        DateTimeOffset from = At("2026-03-29T00:00Z");
        DateTimeOffset to = At("2026-03-29T02:00Z");

        Schedule.Crontab("*/10 * * * *", "Europe/Berlin").CountBetween(from, to).ShouldBe(12);
        Schedule.Crontab("5-55/10 * * * *", "Europe/Berlin").CountBetween(from, to).ShouldBe(13);
        Schedule.Crontab("5-55/10 * * * *", "Europe/Berlin", DstGap.Skip).CountBetween(from, to).ShouldBe(12);
    }

    [Theory]
    [InlineData("0 2 * * *")]
    [InlineData("59 2 * * *")]
    public void A_shifted_time_is_found_and_counted_from_both_sides(string expression)
    {
        CrontabSchedule schedule = Schedule.Crontab(expression, "Europe/Berlin");
        DateTimeOffset change = At("2026-03-29T01:00Z");

        schedule.NextAfter(change.AddTicks(-1)).ShouldBe(change);
        schedule.LastAtOrBefore(change).ShouldBe(change);
        schedule.LastAtOrBefore(change.AddHours(3)).ShouldBe(change);
        schedule.LastAtOrBefore(change.AddTicks(-1))!.Value.ShouldBeLessThan(At("2026-03-28T02:00Z"));
        schedule.CountBetween(change.AddHours(-1), change).ShouldBe(1);
        schedule.CountBetween(change.AddHours(-1), change.AddTicks(-1)).ShouldBe(0);
        schedule.CountBetween(change, change.AddHours(3)).ShouldBe(0);
    }

    [Theory]
    [InlineData("0 2 * * *", "2026-03-28T01:00Z")]
    [InlineData("59 2 * * *", "2026-03-28T01:59Z")]
    public void A_skipped_time_is_passed_over_from_both_sides(string expression, string dayBefore)
    {
        CrontabSchedule schedule = Schedule.Crontab(expression, "Europe/Berlin", DstGap.Skip);
        DateTimeOffset change = At("2026-03-29T01:00Z");

        schedule.NextAfter(change.AddHours(-20))!.Value.ShouldBeGreaterThan(change.AddHours(20));
        schedule.LastAtOrBefore(change.AddHours(3)).ShouldBe(At(dayBefore));
        schedule.CountBetween(change.AddHours(-20), change.AddHours(3)).ShouldBe(0);
    }

    private static string Between(CrontabSchedule schedule, string from, string to)
        => string.Join(' ', schedule.OccurrencesAfter(At(from).AddTicks(-1)).TakeWhile(at => at <= At(to))
            .Select(static at => at.ToString(at.Second == 0 ? "MM-dd'T'HH:mm" : "MM-dd'T'HH:mm:ss")));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}

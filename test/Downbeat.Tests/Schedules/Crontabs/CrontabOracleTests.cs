using Downbeat.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Schedules.Crontabs;

public sealed class CrontabOracleTests
{
    [Fact]
    public void No_minute_of_the_wall_clock_is_skipped_and_none_is_invented()
        => Prop.ForAll(Question().ToArbitrary(), static question =>
        {
            DateTimeOffset end = question.At.AddDays(2);
            List<DateTimeOffset> expected = new WallClockOracle(question.Schedule).Between(question.At, end);
            return question.Schedule.OccurrencesAfter(question.At).TakeWhile(at => at <= end).SequenceEqual(expected)
                && question.Schedule.CountBetween(question.At, end) == expected.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300 / Sample.Step).WithQuietOnSuccess(true));

    [Theory]
    [InlineData("Pacific/Apia", 2011, 12, 28)]
    [InlineData("Pacific/Kwajalein", 1993, 8, 19)]
    [InlineData("Asia/Manila", 1844, 12, 29)]
    [InlineData("America/Juneau", 1867, 10, 16)]
    [InlineData("Africa/Monrovia", 1972, 1, 6)]
    [InlineData("Africa/Cairo", 2010, 8, 10)]
    [InlineData("Africa/Casablanca", 2012, 7, 19)]
    [InlineData("Europe/London", 1968, 10, 26)]
    [InlineData("Antarctica/Troll", 2026, 3, 28)]
    public void A_week_around_an_odd_change_is_exact_under_every_rule(string zone, int year, int month, int day)
    {
        DateTimeOffset from = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).AddDays(-2);
        foreach (string expression in new[] { "*/15 * * * *", "30 0,1,2 * * *", "0 0 * * *", "45 23 * * *", "0 3 30,31 12 *" })
        {
            foreach (DstGap gap in Enum.GetValues<DstGap>())
            {
                foreach (DstOverlap overlap in Enum.GetValues<DstOverlap>())
                {
                    CrontabSchedule schedule = Schedule.Crontab(expression, zone, gap, overlap);

                    schedule.OccurrencesAfter(from).TakeWhile(at => at <= from.AddDays(7))
                        .ShouldBe(new WallClockOracle(schedule).Between(from, from.AddDays(7)), schedule.ToString());
                }
            }
        }
    }

    private static Gen<(CrontabSchedule Schedule, DateTimeOffset At)> Question()
        => from schedule in ScheduleGen.Crontab from at in ScheduleGen.Instant select (schedule, at);
}

using Downbeat.Schedules.Crontabs;

namespace Downbeat.Tests.Schedules.Crontabs;

public sealed class CivilDateTests
{
    [Fact]
    public void Every_day_of_the_calendar_has_its_month_and_day()
    {
        long first = CivilTime.FromTicks(0) / CivilTime.SecondsPerDay;
        for (int number = 0; number <= 3652058; number += Sample.Step)
        {
            var expected = DateOnly.FromDayNumber(number);

            CivilDate date = CivilDate.OfDay(first + number);

            int month = ((expected.Year + 400) * 12) + expected.Month - 3;
            if (date.Month != month || date.Day != expected.Day || CivilDate.FirstDayOf(month) != first + number - expected.Day + 1)
            {
                Assert.Fail($"{expected:O} is {date}");
            }
        }
    }

    [Fact]
    public void Seconds_are_cut_towards_the_past_and_turn_back_into_ticks()
    {
        long yearOne = CivilTime.FromTicks(0);

        CivilTime.FromTicks(-1).ShouldBe(yearOne - 1);
        CivilTime.FromTicks(9_999_999).ShouldBe(yearOne);
        CivilTime.FromTicks(10_000_000).ShouldBe(yearOne + 1);
        CivilTime.ToTicks(yearOne).ShouldBe(0);
        CivilTime.ToTicks(yearOne + 1).ShouldBe(10_000_000);
    }
}

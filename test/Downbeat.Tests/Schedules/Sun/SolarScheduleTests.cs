using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules.Sun;

public sealed class SolarScheduleTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_events_of_a_day_come_in_their_order()
    {
        DateTimeOffset midnight = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

        Enum.GetValues<SolarEvent>().Select(solarEvent => Schedule.Solar(solarEvent, 40, 0).NextAfter(midnight)!.Value).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(SolarEvent.Sunrise, 52.52, 13.405)]
    [InlineData(SolarEvent.Sunset, 69.65, 18.96)]
    [InlineData(SolarEvent.SolarNoon, -33.87, 151.21)]
    [InlineData(SolarEvent.DawnCivil, 10, 180)]
    [InlineData(SolarEvent.DuskAstronomical, 10, -180)]
    public void Any_instant_between_two_events_leads_to_the_same_second(SolarEvent solarEvent, double latitude, double longitude)
    {
        SolarSchedule schedule = Schedule.Solar(solarEvent, latitude, longitude);
        DateTimeOffset[] year = [.. schedule.OccurrencesAfter(NewYear).TakeWhile(static at => at < NewYear.AddYears(1))];
        var random = new Random(3);
        foreach ((DateTimeOffset first, DateTimeOffset second) in year.Zip(year.Skip(1)).EveryNth())
        {
            DateTimeOffset between = first + ((second - first) * random.NextDouble());

            schedule.NextAfter(between).ShouldBe(second);
            schedule.LastAtOrBefore(between).ShouldBe(first);
            schedule.LastAtOrBefore(second).ShouldBe(second);
            second.Ticks.ShouldBe(second.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
        }

        schedule.CountBetween(NewYear, year[^1]).ShouldBe(year.Length);
        schedule.CountBetween(NewYear, year[^1].AddTicks(-1)).ShouldBe(year.Length - 1);
    }

    [Theory]
    [InlineData(90, SolarEvent.Sunrise, 3, 18)]
    [InlineData(90, SolarEvent.Sunset, 9, 25)]
    [InlineData(-90, SolarEvent.Sunrise, 9, 20)]
    [InlineData(-90, SolarEvent.Sunset, 3, 22)]
    [InlineData(90, SolarEvent.DawnAstronomical, 1, 28)]
    [InlineData(90, SolarEvent.DuskAstronomical, 11, 13)]
    public void At_the_poles_it_happens_once_a_year(double latitude, SolarEvent solarEvent, int month, int day)
    {
        SolarSchedule schedule = Schedule.Solar(solarEvent, latitude, 0);

        schedule.OccurrencesAfter(NewYear).First().Date.ShouldBe(new DateTime(2026, month, day));
        schedule.CountBetween(NewYear, NewYear.AddYears(10)).ShouldBe(10);
        schedule.LastAtOrBefore(NewYear.AddYears(1)).ShouldBe(schedule.NextAfter(NewYear));
    }

    [Fact]
    public void In_Tromso_the_sun_stays_away_from_the_end_of_November_to_the_middle_of_January()
    {
        SolarSchedule sunrise = Schedule.Solar(SolarEvent.Sunrise, 69.6492, 18.9553);
        DateTimeOffset december = new(2026, 12, 10, 0, 0, 0, TimeSpan.Zero);

        sunrise.LastAtOrBefore(december)!.Value.Date.ShouldBe(new DateTime(2026, 11, 27));
        sunrise.NextAfter(december)!.Value.Date.ShouldBe(new DateTime(2027, 1, 15));
        sunrise.CountBetween(december, december.AddDays(30)).ShouldBe(0);
    }

    [Theory]
    [InlineData(SolarEvent.Sunset, 91.0, 0.0, "latitude")]
    [InlineData(SolarEvent.Sunset, -90.1, 0.0, "latitude")]
    [InlineData(SolarEvent.Sunset, double.NaN, 0.0, "latitude")]
    [InlineData(SolarEvent.Sunset, double.PositiveInfinity, 0.0, "latitude")]
    [InlineData(SolarEvent.Sunset, 0.0, 181.0, "longitude")]
    [InlineData(SolarEvent.Sunset, 0.0, -180.5, "longitude")]
    [InlineData(SolarEvent.Sunset, 0.0, double.NaN, "longitude")]
    [InlineData(SolarEvent.Sunset, 91.0, 181.0, "latitude")]
    [InlineData((SolarEvent)9, 91.0, 181.0, "event")]
    [InlineData((SolarEvent)9, 0.0, 0.0, "event")]
    public void A_place_or_an_event_that_does_not_exist_is_refused(SolarEvent solarEvent, double latitude, double longitude, string field)
        => Should.Throw<InvalidValueException>(() => Schedule.Solar(solarEvent, latitude, longitude)).Field.ShouldBe(field);

    [Fact]
    public void Schedules_are_equal_when_event_and_place_are()
    {
        SolarSchedule schedule = Schedule.Solar(SolarEvent.Sunset, 52.5, 13.4);

        schedule.Kind.ShouldBe(ScheduleKind.Solar);
        schedule.Event.ShouldBe(SolarEvent.Sunset);
        schedule.Latitude.ShouldBe(52.5);
        schedule.Longitude.ShouldBe(13.4);
        schedule.ShouldBe(Schedule.Solar(SolarEvent.Sunset, 52.5, 13.4));
        schedule.GetHashCode().ShouldBe(Schedule.Solar(SolarEvent.Sunset, 52.5, 13.4).GetHashCode());
        schedule.ShouldNotBe(Schedule.Solar(SolarEvent.Sunrise, 52.5, 13.4));
        schedule.ShouldNotBe(Schedule.Solar(SolarEvent.Sunset, 52.6, 13.4));
        schedule.ShouldNotBe(Schedule.Solar(SolarEvent.Sunset, 52.5, 13.5));
        schedule.Equals((SolarSchedule?)null).ShouldBeFalse();
        Schedule.Solar(SolarEvent.Sunset, -0.0, -0.0).ToString().ShouldBe("solar: sunset 0 0");
    }

    [Theory]
    [InlineData(SolarEvent.Sunset, "At sunset in 52.5, 13.4")]
    [InlineData(SolarEvent.SolarNoon, "At solar noon in 52.5, 13.4")]
    [InlineData(SolarEvent.DawnCivil, "At civil dawn in 52.5, 13.4")]
    [InlineData(SolarEvent.DuskAstronomical, "At astronomical dusk in 52.5, 13.4")]
    public void It_is_told_in_English(SolarEvent solarEvent, string expected)
        => Schedule.Solar(solarEvent, 52.5, 13.4).Describe().ShouldBe(expected);
}

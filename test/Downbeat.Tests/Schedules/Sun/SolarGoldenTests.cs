using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules.Sun;

public sealed class SolarGoldenTests
{
    [Fact]
    public void Every_recorded_event_is_ours_to_within_two_seconds_and_none_is_left_out()
    {
        var wrong = new List<string>();
        int events = 0;
        foreach (SolarCase row in GoldenData.Solar.Where(static row => row.Fires is not null).EveryNth())
        {
            SolarSchedule schedule = Schedule.Solar(ScheduleNames.ParseSolarEvent(row.Event), row.Latitude, row.Longitude);
            DateTimeOffset[] ours = [.. schedule.OccurrencesAfter(GoldenData.FromUnix(row.Start)).Take(row.Fires!.Length)];
            events += ours.Length;
            double worst = ours.Zip(row.Fires).Max(static pair => Math.Abs((pair.First - GoldenData.FromUnix(pair.Second)).TotalSeconds));
            if (worst > 2)
            {
                wrong.Add($"{row.Event} in {row.Place} from {row.Start}: {worst} s");
            }
        }

        wrong.ShouldBeEmpty();
        events.ShouldBe((((5808 / 12) + Sample.Step - 1) / Sample.Step) * 12);
    }

    [Fact]
    public void Where_Celery_failed_because_the_sun_did_not_cross_the_horizon_we_go_on_to_the_day_it_does()
    {
        SolarCase[] failed = [.. GoldenData.Solar.Where(static row => row.Fires is null)];
        failed.Length.ShouldBe(146);
        foreach (SolarCase row in failed.EveryNth())
        {
            DateTimeOffset start = GoldenData.FromUnix(row.Start);
            SolarSchedule schedule = Schedule.Solar(ScheduleNames.ParseSolarEvent(row.Event), row.Latitude, row.Longitude);

            DateTimeOffset next = schedule.NextAfter(start).ShouldNotBeNull();

            next.ShouldBeGreaterThan(start);
            (next - start).ShouldBeLessThan(TimeSpan.FromDays(366));
        }
    }
}

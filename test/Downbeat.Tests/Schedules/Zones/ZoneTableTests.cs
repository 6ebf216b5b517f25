using Downbeat.Schedules;
using Downbeat.Schedules.Crontabs;
using Downbeat.Schedules.Zones;
using NodaTime;

namespace Downbeat.Tests.Schedules.Zones;

public sealed class ZoneTableTests
{
    [Fact]
    public void Every_zone_has_NodaTimes_offset_at_any_instant_also_cycles_later()
    {
        var random = new Random(1);
        foreach (string id in TimeZoneDatabase.Ids.EveryNth())
        {
            DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
            CrontabSchedule midnights = Schedule.Crontab("0 0 * * *", id, dstOverlap: DstOverlap.Both);
            for (int sample = 0; sample < 40; sample++)
            {
                int year = sample < 20 ? random.Next(2, 2700) : random.Next(2600, 9998);
                DateTimeOffset at = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(366 * 86400));

                DateTimeOffset next = midnights.NextAfter(at)!.Value;

                ZonedDateTime local = Instant.FromDateTimeOffset(next).InZone(zone);
                bool isMidnight = local.TimeOfDay == LocalTime.Midnight;
                bool isAfterGap =
                    zone.GetZoneInterval(local.ToInstant()) is { HasStart: true } interval && interval.Start == local.ToInstant();
                (isMidnight || isAfterGap).ShouldBeTrue($"{id}: {at:O} leads to {local}");
            }
        }
    }

    [Fact]
    public void From_2100_on_every_zone_repeats_with_the_calendar()
    {
        var cycle = Duration.FromSeconds(CivilTime.SecondsPerCycle);
        var random = new Random(2);
        foreach (string id in TimeZoneDatabase.Ids.EveryNth())
        {
            DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
            for (int sample = 0; sample < 100; sample++)
            {
                Instant at = Instant.FromUtc(2100, 1, 1, 0, 0) + Duration.FromSeconds(random.NextInt64(CivilTime.SecondsPerCycle));

                zone.GetUtcOffset(at + (cycle * random.Next(1, 19))).ShouldBe(zone.GetUtcOffset(at), id);
            }
        }
    }

    [Fact]
    public void A_table_lists_each_change_of_the_offset_once_between_the_two_ends_of_time()
    {
        ReadOnlySpan<Transition> berlin = ZoneTable.Of("Europe/Berlin").Transitions;

        berlin[0].Before.ShouldBe(berlin[0].After);
        berlin[^1].Before.ShouldBe(berlin[^1].After);
        for (int index = 1; index < berlin.Length; index++)
        {
            berlin[index].At.ShouldBeGreaterThan(berlin[index - 1].At);
            berlin[index].Before.ShouldBe(berlin[index - 1].After);
            (index == berlin.Length - 1 || berlin[index].Before != berlin[index].After).ShouldBeTrue();
        }

        ZoneTable.Of("UTC").Transitions.Length.ShouldBe(2);
        ZoneTable.Of("Asia/Kolkata").Transitions.Length.ShouldBeLessThan(12);
    }

    [Fact]
    public void The_newest_change_that_is_not_later_is_found()
    {
        ZoneTable berlin = ZoneTable.Of("Europe/Berlin");
        for (int index = 0; index < berlin.Transitions.Length - 1; index++)
        {
            berlin.IndexOf(berlin.Transitions[index].At).ShouldBe(index);
            berlin.IndexOf(berlin.Transitions[index + 1].At - 1).ShouldBe(index);
        }
    }

    [Fact]
    public void A_zones_table_is_made_once()
        => ZoneTable.Of("Europe/Berlin").ShouldBeSameAs(ZoneTable.Of("Europe/Berlin"));
}

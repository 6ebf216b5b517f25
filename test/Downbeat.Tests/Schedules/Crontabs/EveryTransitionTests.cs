using Downbeat.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace Downbeat.Tests.Schedules.Crontabs;

/// <summary>Every change of every zone until 2040, minute by minute through the hours around it.</summary>
public sealed class EveryTransitionTests
{
    private const int HoursAround = 3;

    // Whole weeks in minutes, which keep the minutes before 1970 positive.
    private const long EnoughWeeks = 20_000 * 7 * 1440;

    private static readonly (string Expression, DstGap Gap, DstOverlap Overlap)[] Rules =
    [
        ("* * * * *", DstGap.Shift, DstOverlap.Auto),
        ("*/7 * * * *", DstGap.Skip, DstOverlap.First),
        ("*/20 22-2 * * *", DstGap.Shift, DstOverlap.Second),
        ("0,15,30,45 0,1,2,3,23 * * *", DstGap.Shift, DstOverlap.Auto),
        ("30 2 * * *", DstGap.Skip, DstOverlap.Both),
        ("0 0 * * *", DstGap.Shift, DstOverlap.First),
        ("59 23 * * sun-fri", DstGap.Shift, DstOverlap.Second),
    ];

    [Fact]
    public void Every_change_of_every_zone_is_passed_as_the_rule_says()
    {
        string[] zones =
        [
            .. TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        int changes = zones.EveryNth().Sum(CheckZone);

        zones.Length.ShouldBeGreaterThan(300);
        changes.ShouldBeGreaterThan(18_000 / Sample.Step / 3);
    }

    [Fact]
    public void An_alias_has_its_zones_changes()
    {
        foreach ((string alias, string canonical) in TzdbDateTimeZoneSource.Default.CanonicalIdMap.EveryNth())
        {
            Schedule.Crontab("* * * * *", alias).Equals(Schedule.Crontab("* * * * *", canonical))
                .ShouldBe(string.Equals(alias, canonical, StringComparison.Ordinal));
        }
    }

    private static int CheckZone(string id)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
        CrontabSchedule[] schedules = [.. Rules.Select(rule => Schedule.Crontab(rule.Expression, id, rule.Gap, rule.Overlap))];
        (long Start, long End, long Offset)[] intervals =
        [
            .. zone.GetZoneIntervals(Instant.FromUtc(1700, 1, 1, 0, 0), Instant.FromUtc(2041, 1, 1, 0, 0)).Select(static interval => (
                interval.HasStart ? interval.Start.ToUnixTimeSeconds() : long.MinValue / 2,
                interval.HasEnd ? interval.End.ToUnixTimeSeconds() : long.MaxValue / 2,
                (long)interval.WallOffset.Seconds)),
        ];
        long[] changes =
        [
            .. intervals.Select(static interval => interval.Start).Where(static start => start is > long.MinValue / 2 and < 2_208_988_800),
        ];
        foreach (long change in changes.EveryNth(Math.Min(Sample.Step, 10)))
        {
            CheckChange(schedules, intervals, change);
        }

        return changes.Length;
    }

    private static void CheckChange(CrontabSchedule[] schedules, (long Start, long End, long Offset)[] intervals, long change)
    {
        (long Start, long End, long Offset)[] near =
        [
            .. intervals.Where(interval => interval.End > change - 400_000 && interval.Start < change + 400_000),
        ];
        long from = change - (HoursAround * 3600);
        long to = change + (HoursAround * 3600);
        List<(long Wall, List<long> Shown, long AfterGap)> clock = Clock(near, from, to);
        foreach (CrontabSchedule schedule in schedules)
        {
            long[] expected = [.. Expected(schedule, clock).Where(at => at > from && at <= to).Distinct().Order()];
            DateTimeOffset start = DateTimeOffset.FromUnixTimeSeconds(from);
            DateTimeOffset end = DateTimeOffset.FromUnixTimeSeconds(to);
            string about = $"{schedule} around {DateTimeOffset.FromUnixTimeSeconds(change):u}";

            Forward(schedule, start, end).SequenceEqual(expected).ShouldBeTrue(about);
            Backward(schedule, start, end).SequenceEqual(expected.Reverse()).ShouldBeTrue(about);
            schedule.CountBetween(start, end).ShouldBe(expected.Length, about);
        }
    }

    private static IEnumerable<long> Forward(CrontabSchedule schedule, DateTimeOffset from, DateTimeOffset to)
        => schedule.OccurrencesAfter(from).TakeWhile(at => at <= to).Select(static at => at.ToUnixTimeSeconds());

    private static IEnumerable<long> Backward(CrontabSchedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset? last = schedule.LastAtOrBefore(to);
        while (last > from)
        {
            yield return last.Value.ToUnixTimeSeconds();
            last = schedule.LastAtOrBefore(last.Value.AddTicks(-1));
        }
    }

    /// <summary>
    /// Every minute the wall clock shows or skips around the window, when it is shown, and when the clock goes on if it never is.
    /// </summary>
    private static List<(long Wall, List<long> Shown, long AfterGap)> Clock(
        (long Start, long End, long Offset)[] intervals, long from, long to)
    {
        List<(long Wall, List<long> Shown, long AfterGap)> clock = [];
        long first = from + intervals.Min(static interval => interval.Offset) + (EnoughWeeks * 60);
        long last = to + intervals.Max(static interval => interval.Offset);
        for (long wall = (first / 60 * 60) - (EnoughWeeks * 60) - 60; wall <= last; wall += 60)
        {
            var shown = new List<long>();
            long afterGap = long.MaxValue;
            foreach ((long start, long end, long offset) in intervals)
            {
                if (wall >= start + offset && wall < end + offset)
                {
                    shown.Add(wall - offset);
                }

                if (wall < start + offset)
                {
                    afterGap = Math.Min(afterGap, start);
                }
            }

            clock.Add((wall, shown, afterGap));
        }

        return clock;
    }

    private static IEnumerable<long> Expected(CrontabSchedule schedule, List<(long Wall, List<long> Shown, long AfterGap)> clock)
    {
        HashSet<int> minutes = [.. schedule.Minutes];
        HashSet<int> hours = [.. schedule.Hours];
        HashSet<int> weekdays = [.. schedule.DaysOfWeek];
        bool isRhythm = $"{schedule.Minute} {schedule.Hour}".Any(static letter => letter is '*' or '-' or '/');
        bool isFirst = schedule.DstOverlap == DstOverlap.First || (schedule.DstOverlap == DstOverlap.Auto && !isRhythm);
        foreach ((long wall, List<long> shown, long afterGap) in clock)
        {
            long minute = (wall / 60) + EnoughWeeks;
            if (!minutes.Contains((int)(minute % 60))
                || !hours.Contains((int)(minute / 60 % 24))
                || !weekdays.Contains((int)((minute / 1440) + 4) % 7))
            {
                continue;
            }

            if (shown.Count == 0)
            {
                if (schedule.DstGap == DstGap.Shift)
                {
                    yield return afterGap;
                }
            }
            else if (isFirst)
            {
                yield return shown.Min();
            }
            else if (schedule.DstOverlap == DstOverlap.Second)
            {
                yield return shown.Max();
            }
            else
            {
                foreach (long at in shown)
                {
                    yield return at;
                }
            }
        }
    }
}

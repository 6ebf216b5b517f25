using Downbeat.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace Downbeat.Tests.Schedules;

/// <summary>
/// The occurrences of a crontab by brute force: every minute of the wall clock in a window is looked up in the zone's intervals, and
/// the rules for gaps and overlaps are applied to what comes out. Nothing of the implementation is used but the expanded sets.
/// </summary>
internal sealed class WallClockOracle
{
    private readonly CrontabSchedule _schedule;
    private readonly DateTimeZone _zone;
    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _daysOfMonth;
    private readonly HashSet<int> _months;
    private readonly HashSet<int> _weekdays;
    private readonly DstOverlap _overlap;

    internal WallClockOracle(CrontabSchedule schedule)
    {
        _schedule = schedule;
        _zone = DateTimeZoneProviders.Tzdb[schedule.TimeZone];
        _minutes = [.. schedule.Minutes];
        _hours = [.. schedule.Hours];
        _daysOfMonth = [.. schedule.DaysOfMonth];
        _months = [.. schedule.MonthsOfYear];
        _weekdays = [.. schedule.DaysOfWeek];
        bool isRhythm = $"{schedule.Minute} {schedule.Hour}".Any(static letter => letter is '*' or '-' or '/');
        _overlap = schedule.DstOverlap == DstOverlap.Auto ? (isRhythm ? DstOverlap.Both : DstOverlap.First) : schedule.DstOverlap;
    }

    /// <summary>The occurrences in (from, to].</summary>
    internal List<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var occurrences = new SortedSet<Instant>();
        var first = Instant.FromDateTimeOffset(from);
        var last = Instant.FromDateTimeOffset(to);

        // No offset is a day away from UTC, and no gap is longer than two days.
        LocalDateTime start = first.InUtc().LocalDateTime.PlusDays(-4).Date.AtMidnight();
        LocalDateTime end = last.InUtc().LocalDateTime.PlusDays(4);
        ZoneInterval[] intervals = [.. _zone.GetZoneIntervals(first - Duration.FromDays(8), last + Duration.FromDays(8))];
        for (LocalDate date = start.Date; date <= end.Date; date = date.PlusDays(1))
        {
            if (_daysOfMonth.Contains(date.Day) && _months.Contains(date.Month) && _weekdays.Contains((int)date.DayOfWeek % 7))
            {
                AddDay(date, intervals, occurrences);
            }
        }

        return [.. occurrences.Where(at => at > first && at <= last).Select(static at => at.ToDateTimeOffset())];
    }

    private void AddDay(LocalDate date, ZoneInterval[] intervals, SortedSet<Instant> occurrences)
    {
        foreach (int hour in _hours)
        {
            foreach (int minute in _minutes)
            {
                LocalDateTime wall = date.At(new LocalTime(hour, minute));
                Instant[] shown =
                [
                    .. intervals.Where(interval => Shows(interval, wall)).Select(interval => At(wall, interval.WallOffset)).Order(),
                ];
                occurrences.UnionWith(shown.Length == 0 ? AfterGap(wall, intervals) : _overlap switch
                {
                    DstOverlap.First => shown[..1],
                    DstOverlap.Second => shown[^1..],
                    _ => shown,
                });
            }
        }
    }

    private Instant[] AfterGap(LocalDateTime wall, ZoneInterval[] intervals)
        => _schedule.DstGap == DstGap.Skip ? [] : [intervals.First(interval => interval.HasStart && interval.IsoLocalStart > wall).Start];

    private static bool Shows(ZoneInterval interval, LocalDateTime wall)
        => (!interval.HasStart || interval.IsoLocalStart <= wall) && (!interval.HasEnd || interval.IsoLocalEnd > wall);

    private static Instant At(LocalDateTime wall, Offset offset) => wall.WithOffset(offset).ToInstant();
}

using Downbeat.App.Django.Importing;
using Downbeat.App.Django.Reading;
using Downbeat.Schedules;

namespace Downbeat.App.Django.Exporting;

/// <summary>A schedule as a row of one of django-celery-beat's tables.</summary>
/// <param name="Reference">The column of a periodic task that refers to it.</param>
/// <param name="Table">Its table.</param>
/// <param name="Columns">Its columns and their values.</param>
/// <param name="Schedule">What is left of it there.</param>
internal sealed record ScheduleExpression(
    string Reference, DjangoTable Table, IReadOnlyList<(string Name, object Value)> Columns, Schedule Schedule)
{
    private const int SolarDigits = 6;

    private static readonly (string Name, int Length)[] CrontabLengths =
        [("minute", 240), ("hour", 96), ("day_of_week", 64), ("day_of_month", 124), ("month_of_year", 64), ("timezone", 63)];

    /// <summary>Expresses a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="lost">Takes what cannot be expressed.</param>
    /// <exception cref="InvalidValueException">It cannot be expressed at all.</exception>
    public static ScheduleExpression Of(Schedule schedule, ICollection<ImportRefusal> lost) => schedule switch
    {
        IntervalSchedule interval => Of(interval),
        CrontabSchedule crontab => Of(crontab, lost),
        SolarSchedule solar => Of(solar, lost),
        _ => Of((ClockedSchedule)schedule),
    };

    private static ScheduleExpression Of(IntervalSchedule interval)
    {
        // It knows no weeks, and counts in 32 bits.
        (IntervalPeriod period, long ticks)[] units =
        [
            (interval.Period, interval.Length.Ticks / interval.Every), (IntervalPeriod.Days, TimeSpan.TicksPerDay), (IntervalPeriod.Hours, TimeSpan.TicksPerHour),
            (IntervalPeriod.Minutes, TimeSpan.TicksPerMinute), (IntervalPeriod.Seconds, TimeSpan.TicksPerSecond),
        ];
        foreach ((IntervalPeriod period, long ticks) in units)
        {
            if (period != IntervalPeriod.Weeks && interval.Length.Ticks % ticks == 0 && interval.Length.Ticks / ticks <= int.MaxValue)
            {
                long every = interval.Length.Ticks / ticks;
                return new ScheduleExpression(
                    "interval_id", DjangoTable.Intervals, [("every", every), ("period", period.ToText())], Schedule.Interval(every, period));
            }
        }

        throw new InvalidValueException("schedule", interval, $"an interval of at most {int.MaxValue} days, hours, minutes, seconds or microseconds");
    }

    private static ScheduleExpression Of(CrontabSchedule crontab, ICollection<ImportRefusal> lost)
    {
        if (crontab.DstGap != DstGap.Shift)
        {
            lost.Add(new ImportRefusal("dst_gap", crontab.DstGap.ToText(), "Celery fires once after the gap, shifted"));
        }

        if (crontab.DstOverlap != DstOverlap.Auto)
        {
            lost.Add(new ImportRefusal("dst_overlap", crontab.DstOverlap.ToText(), "Celery fires in the first of two equal hours, and may be silent in the second"));
        }

        // Celery's beat cannot read 7 and drops the whole row: the days themselves say the same.
        string weekdays = crontab.DayOfWeek.Contains('7', StringComparison.Ordinal) ? string.Join(',', crontab.DaysOfWeek) : crontab.DayOfWeek;
        (string Name, object Value)[] columns =
        [
            ("minute", crontab.Minute), ("hour", crontab.Hour), ("day_of_week", weekdays), ("day_of_month", crontab.DayOfMonth),
            ("month_of_year", crontab.MonthOfYear), ("timezone", crontab.TimeZone),
        ];
        foreach (((string name, object value), (_, int length)) in columns.Zip(CrontabLengths))
        {
            if (((string)value).Length > length)
            {
                throw new InvalidValueException(name, value, $"at most {length} characters");
            }
        }

        return new ScheduleExpression(
            "crontab_id",
            DjangoTable.Crontabs,
            columns,
            new CrontabSchedule(crontab.Minute, crontab.Hour, crontab.DayOfMonth, crontab.MonthOfYear, weekdays, crontab.TimeZone));
    }

    private static ScheduleExpression Of(SolarSchedule solar, ICollection<ImportRefusal> lost)
    {
        decimal latitude = Round("latitude", solar.Latitude, lost);
        decimal longitude = Round("longitude", solar.Longitude, lost);
        return new ScheduleExpression(
            "solar_id",
            DjangoTable.Solars,
            [("event", solar.Event.ToText()), ("latitude", latitude), ("longitude", longitude)],
            Schedule.Solar(solar.Event, (double)latitude, (double)longitude));
    }

    private static ScheduleExpression Of(ClockedSchedule clocked)
    {
        return new ScheduleExpression("clocked_id", DjangoTable.Clockeds, [("clocked_time", clocked.At)], clocked);
    }

    private static decimal Round(string field, double degrees, ICollection<ImportRefusal> lost)
    {
        decimal rounded = Math.Round((decimal)degrees, SolarDigits);
        if ((double)rounded != degrees)
        {
            lost.Add(new ImportRefusal(
                field, degrees.ToString("R", System.Globalization.CultureInfo.InvariantCulture), $"it is kept with {SolarDigits} digits after the point"));
        }

        return rounded;
    }
}

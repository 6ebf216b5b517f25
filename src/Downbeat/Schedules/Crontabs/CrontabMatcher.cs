using System.Numerics;

namespace Downbeat.Schedules.Crontabs;

/// <summary>The five fields as bits, and the search for local times that match them all. Knows no time zone.</summary>
/// <remarks>
/// A month's matching days are one word, laid out beforehand for each weekday its first can be. Every accepted expression has a date at
/// least once in 40 years (a 29 February on one weekday across 1900 or 2100), which bounds every search.
/// </remarks>
internal sealed class CrontabMatcher
{
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _monthsFromMarch;
    private readonly ulong[] _daysByWeekdayOfFirst;
    private readonly int _minutesPerHour;
    private readonly int _timesPerDay;

    internal CrontabMatcher(CrontabFields fields)
    {
        _minutes = fields.Minute.Set;
        _hours = fields.Hour.Set;
        foreach (int month in fields.MonthOfYear.Values())
        {
            _monthsFromMarch |= 1UL << ((month + 9) % 12);
        }

        _daysByWeekdayOfFirst = new ulong[7];
        foreach (int day in fields.DayOfMonth.Values())
        {
            foreach (int weekday in fields.DayOfWeek.Values())
            {
                // The first is as many weekdays earlier as days lie between.
                _daysByWeekdayOfFirst[(weekday + 36 - day) % 7] |= 1UL << day;
            }
        }

        _minutesPerHour = BitOperations.PopCount(_minutes);
        _timesPerDay = BitOperations.PopCount(_hours) * _minutesPerHour;
    }

    /// <summary>The first matching local time at or after the given one.</summary>
    internal long NextAtOrAfter(long local)
    {
        long minute = RoundUp(local);
        long day = minute / CivilTime.MinutesPerDay;
        (int month, int dayOfMonth) = CivilDate.OfDay(day);
        long first = CivilDate.FirstDayOf(month);
        ulong days = DaysIn(month, first);
        if (Has(days, dayOfMonth) && TimeAtOrAfter((int)(minute % CivilTime.MinutesPerDay)) is var time and >= 0)
        {
            return Local(day, time);
        }

        days &= From(dayOfMonth + 1);
        while (days == 0)
        {
            month++;
            first = CivilDate.FirstDayOf(month);
            days = DaysIn(month, first);
        }

        return Local(first + BitOperations.TrailingZeroCount(days) - 1, FirstTimeFrom(_hours));
    }

    /// <summary>The newest matching local time at or before the given one.</summary>
    internal long LastAtOrBefore(long local)
    {
        long minute = local / CivilTime.SecondsPerMinute;
        long day = minute / CivilTime.MinutesPerDay;
        (int month, int dayOfMonth) = CivilDate.OfDay(day);
        long first = CivilDate.FirstDayOf(month);
        ulong days = DaysIn(month, first);
        if (Has(days, dayOfMonth) && TimeAtOrBefore((int)(minute % CivilTime.MinutesPerDay)) is var time and >= 0)
        {
            return Local(day, time);
        }

        days &= Below(dayOfMonth);
        while (days == 0)
        {
            month--;
            first = CivilDate.FirstDayOf(month);
            days = DaysIn(month, first);
        }

        return Local(first + BitOperations.Log2(days) - 1, LastTimeOf(_hours));
    }

    /// <summary>How many matching local times lie in [from, to), counted by days and months.</summary>
    internal long Count(long from, long to)
        => CountBefore(RoundUp(to), out int last) - CountBefore(RoundUp(from), out int first) + (_timesPerDay * CountMonths(first, last));

    private static long RoundUp(long local) => (local + CivilTime.SecondsPerMinute - 1) / CivilTime.SecondsPerMinute;

    private static long Local(long day, int minuteOfDay) => ((day * CivilTime.MinutesPerDay) + minuteOfDay) * CivilTime.SecondsPerMinute;

    private static bool Has(ulong set, int value) => (set & (1UL << value)) != 0;

    private static ulong Below(int value) => (1UL << value) - 1;

    private static ulong From(int value) => ulong.MaxValue << value;

    /// <summary>A month's matching days, bit 1 for the first.</summary>
    private ulong DaysIn(int month, long first)
    {
        if (!Has(_monthsFromMarch, month % 12))
        {
            return 0;
        }

        // 1 March of the year −400 was a Wednesday.
        long length = CivilDate.FirstDayOf(month + 1) - first;
        return _daysByWeekdayOfFirst[(int)((first + 3) % 7)] & Below((int)length + 1);
    }

    private int TimeAtOrAfter(int minuteOfDay)
    {
        (int hour, int minute) = Math.DivRem(minuteOfDay, 60);
        ulong minutes = _minutes & From(minute);
        if (Has(_hours, hour) && minutes != 0)
        {
            return (hour * 60) + BitOperations.TrailingZeroCount(minutes);
        }

        ulong later = _hours & From(hour + 1);
        return later == 0 ? -1 : FirstTimeFrom(later);
    }

    private int TimeAtOrBefore(int minuteOfDay)
    {
        (int hour, int minute) = Math.DivRem(minuteOfDay, 60);
        ulong minutes = _minutes & Below(minute + 1);
        if (Has(_hours, hour) && minutes != 0)
        {
            return (hour * 60) + BitOperations.Log2(minutes);
        }

        ulong earlier = _hours & Below(hour);
        return earlier == 0 ? -1 : LastTimeOf(earlier);
    }

    private int FirstTimeFrom(ulong hours) => (BitOperations.TrailingZeroCount(hours) * 60) + BitOperations.TrailingZeroCount(_minutes);

    private int LastTimeOf(ulong hours) => (BitOperations.Log2(hours) * 60) + BitOperations.Log2(_minutes);

    /// <summary>The matching times of the minute's month that are before it.</summary>
    private long CountBefore(long minute, out int month)
    {
        (month, int dayOfMonth) = CivilDate.OfDay(minute / CivilTime.MinutesPerDay);
        ulong days = DaysIn(month, CivilDate.FirstDayOf(month));
        long count = BitOperations.PopCount(days & Below(dayOfMonth)) * (long)_timesPerDay;
        return Has(days, dayOfMonth) ? count + CountTimesBefore((int)(minute % CivilTime.MinutesPerDay)) : count;
    }

    private int CountTimesBefore(int minuteOfDay)
    {
        (int hour, int minute) = Math.DivRem(minuteOfDay, 60);
        int count = BitOperations.PopCount(_hours & Below(hour)) * _minutesPerHour;
        return Has(_hours, hour) ? count + BitOperations.PopCount(_minutes & Below(minute)) : count;
    }

    /// <summary>The matching days of the months in [from, to); whole cycles of 400 years are counted once.</summary>
    private long CountMonths(int from, int to)
    {
        (int cycles, int rest) = Math.DivRem(to - from, CivilTime.MonthsPerCycle);
        long days = CountDays(from, from + rest);
        return cycles == 0 ? days : days + (cycles * CountDays(from, from + CivilTime.MonthsPerCycle));
    }

    private long CountDays(int from, int to)
    {
        long days = 0;
        for (int month = from; month < to; month++)
        {
            days += BitOperations.PopCount(DaysIn(month, CivilDate.FirstDayOf(month)));
        }

        return days;
    }
}

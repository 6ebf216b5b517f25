using System.Numerics;

namespace Downbeat.Schedules.Crontabs;

/// <summary>The five fields as bits, and the search for local times that match them all. Knows no time zone.</summary>
/// <remarks>
/// A month's matching days are one word: its days of month, and the weekdays laid out from the weekday of its first. Every accepted expression
/// has a date at least once in 40 years (a 29 February on one weekday across 1900 or 2100), which bounds every search.
/// </remarks>
internal sealed class CrontabMatcher
{
    private const ulong EveryWeek = 0b1_0000001_0000001_0000001_0000001_0000001;

    private readonly ulong _minutes;
    private readonly uint _hours;
    private readonly uint _daysOfMonth;
    private readonly uint _monthsFromMarch;
    private readonly ulong _weekdays;
    private readonly int _firstMinute;
    private readonly int _lastMinute;
    private readonly int _timesPerDay;

    internal CrontabMatcher(CrontabFields fields)
    {
        _minutes = fields.Minute.Set;
        _hours = (uint)fields.Hour.Set;
        _daysOfMonth = (uint)fields.DayOfMonth.Set;
        _weekdays = fields.DayOfWeek.Set * EveryWeek;

        // Bit 0 becomes March: bits 3 to 12 move down, January and February take the two places above.
        ulong months = fields.MonthOfYear.Set;
        _monthsFromMarch = (uint)((months >> 3) | ((months & 0b110) << 9));

        _firstMinute = BitOperations.TrailingZeroCount(_minutes);
        _lastMinute = BitOperations.Log2(_minutes);
        _timesPerDay = BitOperations.PopCount(_hours) * BitOperations.PopCount(_minutes);
    }

    /// <summary>The first matching local time at or after the given one.</summary>
    internal long NextAtOrAfter(long local)
    {
        long minute = (local + CivilTime.SecondsPerMinute - 1) / CivilTime.SecondsPerMinute;
        long day = minute / CivilTime.MinutesPerDay;
        CivilDate date = CivilDate.OfDay(day);
        uint days = DaysIn(date.Month, CivilDate.FirstDayOf(date.Month)) >> date.Day;
        if ((days & 1) != 0 && TimeAtOrAfter((int)(minute % CivilTime.MinutesPerDay)) is var time and >= 0)
        {
            return Local(day, time);
        }

        days >>= 1;
        day++;
        for (int month = date.Month; days == 0; days = DaysIn(month, day) >> 1)
        {
            month++;
            day = CivilDate.FirstDayOf(month);
        }

        return Local(day + BitOperations.TrailingZeroCount(days), (BitOperations.TrailingZeroCount(_hours) * 60) + _firstMinute);
    }

    /// <summary>The newest matching local time at or before the given one.</summary>
    internal long LastAtOrBefore(long local)
    {
        long minute = local / CivilTime.SecondsPerMinute;
        long day = minute / CivilTime.MinutesPerDay;
        CivilDate date = CivilDate.OfDay(day);
        long first = CivilDate.FirstDayOf(date.Month);
        uint days = DaysIn(date.Month, first);
        if ((days >> date.Day & 1) != 0 && TimeAtOrBefore((int)(minute % CivilTime.MinutesPerDay)) is var time and >= 0)
        {
            return Local(day, time);
        }

        days &= Below(date.Day);
        for (int month = date.Month; days == 0; days = DaysIn(month, first))
        {
            month--;
            first = CivilDate.FirstDayOf(month);
        }

        return Local(first + BitOperations.Log2(days) - 1, (BitOperations.Log2(_hours) * 60) + _lastMinute);
    }

    /// <summary>How many matching local times lie in [from, to), counted by days and months.</summary>
    internal long Count(long from, long to)
    {
        long first = (from + CivilTime.SecondsPerMinute - 1) / CivilTime.SecondsPerMinute;
        long end = (to + CivilTime.SecondsPerMinute - 1) / CivilTime.SecondsPerMinute;
        return CountBefore(end, out CivilDate last) - CountBefore(first, out CivilDate start) + (_timesPerDay * CountMonths(start.Month, last.Month));
    }

    private static long Local(long day, int minuteOfDay) => ((day * CivilTime.MinutesPerDay) + minuteOfDay) * CivilTime.SecondsPerMinute;

    private static uint Below(int bit) => (1u << bit) - 1;

    /// <summary>A month's matching days, bit 1 for the first.</summary>
    private uint DaysIn(int month, long first)
    {
        if ((_monthsFromMarch >> (month % 12) & 1) == 0)
        {
            return 0;
        }

        // 1 March of the year −400 was a Wednesday.
        int weekdayOfFirst = (int)((first + 3) % 7);
        int length = (int)(CivilDate.FirstDayOf(month + 1) - first);
        return _daysOfMonth & (uint)(_weekdays >> weekdayOfFirst << 1) & (uint)((2UL << length) - 1);
    }

    private int TimeAtOrAfter(int minuteOfDay)
    {
        int hour = minuteOfDay / 60;
        uint hours = _hours >> hour;
        ulong minutes = _minutes >> (minuteOfDay % 60);
        if ((hours & 1) != 0 && minutes != 0)
        {
            return minuteOfDay + BitOperations.TrailingZeroCount(minutes);
        }

        hours >>= 1;
        return hours != 0 ? ((hour + 1 + BitOperations.TrailingZeroCount(hours)) * 60) + _firstMinute : -1;
    }

    private int TimeAtOrBefore(int minuteOfDay)
    {
        int hour = minuteOfDay / 60;
        ulong minutes = _minutes & ((2UL << (minuteOfDay % 60)) - 1);
        if ((_hours >> hour & 1) != 0 && minutes != 0)
        {
            return (hour * 60) + BitOperations.Log2(minutes);
        }

        uint hours = _hours & Below(hour);
        return hours != 0 ? (BitOperations.Log2(hours) * 60) + _lastMinute : -1;
    }

    /// <summary>The matching times of the minute's month that are before it.</summary>
    private long CountBefore(long minute, out CivilDate date)
    {
        long day = minute / CivilTime.MinutesPerDay;
        date = CivilDate.OfDay(day);
        uint days = DaysIn(date.Month, CivilDate.FirstDayOf(date.Month));
        long count = BitOperations.PopCount(days & Below(date.Day)) * (long)_timesPerDay;
        return (days >> date.Day & 1) != 0 ? count + CountTimesBefore((int)(minute % CivilTime.MinutesPerDay)) : count;
    }

    private int CountTimesBefore(int minuteOfDay)
    {
        int hour = minuteOfDay / 60;
        int count = BitOperations.PopCount(_hours & Below(hour)) * BitOperations.PopCount(_minutes);
        ulong minutes = _minutes & ((1UL << (minuteOfDay % 60)) - 1);
        return (_hours >> hour & 1) != 0 ? count + BitOperations.PopCount(minutes) : count;
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
        long first = CivilDate.FirstDayOf(from);
        for (int month = from; month < to; month++)
        {
            days += BitOperations.PopCount(DaysIn(month, first));
            first = CivilDate.FirstDayOf(month + 1);
        }

        return days;
    }
}

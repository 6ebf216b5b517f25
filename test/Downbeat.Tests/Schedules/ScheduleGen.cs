using Downbeat.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Schedules;

/// <summary>Random schedules, origins and instants for the properties.</summary>
internal static class ScheduleGen
{
    /// <summary>
    /// Zones with odd changes: a day skipped, half an hour, two hours, negative summer time, 44 minutes 30, changes at midnight.
    /// </summary>
    internal static readonly string[] OddZones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kwajalein", "Antarctica/Troll",
        "Europe/Dublin", "Africa/Casablanca", "Africa/Monrovia", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza",
        "America/St_Johns", "Pacific/Chatham", "Asia/Pyongyang", "America/Caracas", "Africa/Cairo", "America/Asuncion", "Pacific/Fakaofo",
        "Atlantic/Azores",
    ];

    private static readonly string[] MonthNames =
    [
        "jan", "Feb", "mar", "APR", "may", "june", "jul", "august", "sep", "oct", "nov", "dec",
    ];

    internal static Gen<DateTimeOffset> Instant { get; } = Gen.Frequency(
        (6, Between(1965, 2045)),
        (2, Between(1850, 2250)),
        (2, Between(2, 9950)));

    internal static Gen<string> Zone { get; } = Gen.Frequency(
        (3, Gen.Elements(OddZones)),
        (1, Gen.Elements(TimeZoneDatabase.Ids.ToArray())));

    internal static Gen<CrontabSchedule> Crontab { get; } =
        from minute in Field(0, 59, [])
        from hour in Field(0, 23, [])
        from dayOfMonth in Gen.Frequency((3, Gen.Constant("*")), (1, Field(1, 28, [])))
        from month in Gen.Frequency((3, Gen.Constant("*")), (1, Field(1, 12, MonthNames)))
        from weekday in Gen.Frequency((2, Gen.Constant("*")), (1, Field(0, 7, ["sun", "Mon", "tue", "wednesday", "thu", "FRI", "sat"])))
        from zone in Zone
        from gap in Gen.Elements(Enum.GetValues<DstGap>())
        from overlap in Gen.Elements(Enum.GetValues<DstOverlap>())
        select new CrontabSchedule(minute, hour, dayOfMonth, month, weekday, zone, gap, overlap);

    internal static Gen<IntervalSchedule> Interval { get; } = Gen.OneOf(
        from every in Gen.Choose(10_000, int.MaxValue) select Schedule.Interval(every, IntervalPeriod.Microseconds),
        from every in Gen.Choose(1, 100_000)
        from period in Gen.Elements(Enum.GetValues<IntervalPeriod>().Skip(1).ToArray())
        select Schedule.Interval(every, period));

    internal static Gen<SolarSchedule> Solar { get; } =
        from solarEvent in Gen.Elements(Enum.GetValues<SolarEvent>())
        from latitude in Gen.OneOf(
            Gen.Choose(-9000, 9000).Select(static value => value / 100.0),
            Gen.Elements(-90.0, 90, 0, 66.5, -67.4, 78.2))
        from longitude in Gen.OneOf(Gen.Choose(-18000, 18000).Select(static value => value / 100.0), Gen.Elements(-180.0, 180, 0))
        select Schedule.Solar(solarEvent, latitude, longitude);

    internal static Gen<ClockedSchedule> Clocked { get; } = Instant.Select(static at => Schedule.Clocked(at));

    internal static Gen<Schedule> Any { get; } = Gen.Frequency(
        (4, Crontab.Select(static schedule => (Schedule)schedule)),
        (3, Interval.Select(static schedule => (Schedule)schedule)),
        (1, Solar.Select(static schedule => (Schedule)schedule)),
        (1, Clocked.Select(static schedule => (Schedule)schedule)));

    /// <summary>A schedule, where it starts and an instant to ask about, near the start as often as not.</summary>
    internal static Gen<(Schedule Schedule, ScheduleOrigin Origin, DateTimeOffset At)> Question { get; } =
        from schedule in Any
        from at in Instant
        from kind in Gen.Choose(0, 3)
        from days in Gen.Choose(-40, 40)
        from microseconds in Gen.Choose(0, int.MaxValue)
        let start = at.AddDays(days).AddMicroseconds(microseconds)
        select (schedule, kind switch
        {
            0 => default,
            1 => new ScheduleOrigin(StartTime: start),
            2 => new ScheduleOrigin(Anchor: start),
            _ => new ScheduleOrigin(start, at),
        }, at);

    private static Gen<DateTimeOffset> Between(int firstYear, int lastYear)
        => from day in Gen.Choose(0, (lastYear - firstYear) * 365)
           from second in Gen.Choose(0, 86400)
           from fraction in Gen.Elements(0, 0, 0, 1, 9_999_999, 1234560)
           select new DateTimeOffset(firstYear, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddSeconds(second).AddTicks(fraction);

    private static Gen<string> Field(int least, int most, string[] names)
        => Gen.Frequency(
            (2, Gen.Constant("*")),
            (3, Value(least, most, names)),
            (4, from count in Gen.Choose(1, 3)
                from parts in Part(least, most, names).ArrayOf(count)
                select string.Join(',', parts)));

    private static Gen<string> Part(int least, int most, string[] names)
        => Gen.OneOf(
            Value(least, most, names),
            Gen.Choose(1, most).Select(static step => $"*/{step}"),
            from low in Value(least, most, names) from high in Value(least, most, names) select $"{low}-{high}",
            from low in Value(least, most, names)
            from high in Value(least, most, names)
            from step in Gen.Choose(1, 9)
            select $"{low}-{high}/{step}");

    private static Gen<string> Value(int least, int most, string[] names)
    {
        Gen<string> number = Gen.Choose(least, most).Select(static value => value.ToString());
        return names.Length == 0 ? number : Gen.OneOf(number, Gen.Elements(names));
    }
}

using BenchmarkDotNet.Attributes;
using Downbeat.Schedules;

namespace Downbeat.Benchmarks.Schedules;

/// <summary>Single questions to single schedules, the common ones and the worst known.</summary>
[MemoryDiagnoser]
public class ScheduleBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 30, 12, TimeSpan.Zero);

    private readonly CrontabSchedule _nightlyUtc = Schedule.Crontab("0 4 * * *");
    private readonly CrontabSchedule _nightlyBerlin = Schedule.Crontab("0 4 * * *", "Europe/Berlin");
    private readonly CrontabSchedule _officeNewYork = Schedule.Crontab("*/10 9-17 * * mon-fri", "America/New_York");
    private readonly CrontabSchedule _leapMondayBerlin = Schedule.Crontab("0 0 29 2 mon", "Europe/Berlin");
    private readonly IntervalSchedule _interval = Schedule.Every(TimeSpan.FromMinutes(5));
    private readonly SolarSchedule _sunset = Schedule.Solar(SolarEvent.Sunset, 52.5, 13.4);
    private readonly SolarSchedule _polarSunrise = Schedule.Solar(SolarEvent.Sunrise, 78.2, 15.6);

    [Benchmark]
    public DateTimeOffset? Crontab_nightly_UTC() => _nightlyUtc.NextAfter(Now);

    [Benchmark]
    public DateTimeOffset? Crontab_nightly_Berlin() => _nightlyBerlin.NextAfter(Now);

    [Benchmark]
    public DateTimeOffset? Crontab_office_hours_New_York() => _officeNewYork.NextAfter(Now);

    [Benchmark]
    public DateTimeOffset? Crontab_leap_Monday_Berlin() => _leapMondayBerlin.NextAfter(Now);

    [Benchmark]
    public DateTimeOffset? Crontab_last_office_hours_New_York() => _officeNewYork.LastAtOrBefore(Now);

    [Benchmark]
    public long Crontab_count_ten_years_New_York() => _officeNewYork.CountBetween(Now, Now.AddYears(10));

    [Benchmark]
    public DateTimeOffset? Interval_five_minutes() => _interval.NextAfter(Now);

    [Benchmark]
    public DateTimeOffset? Solar_sunset_Berlin() => _sunset.NextAfter(Now);

    [Benchmark]
    public DateTimeOffset? Solar_sunrise_in_the_polar_night() => _polarSunrise.NextAfter(Now);

    [Benchmark]
    public Schedule Parse_crontab() => Schedule.Parse("crontab: */10 9-17 * * mon-fri America/New_York");
}

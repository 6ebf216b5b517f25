using System.CommandLine;
using Downbeat.Schedules;

namespace Downbeat.App.Verbs.Schedules;

/// <summary>The options that say when something fires, shared by <c>schedule</c> and <c>periodic</c>.</summary>
internal sealed class ScheduleOptions
{
    private readonly Option<string?> _crontab = new("--crontab")
    {
        Description = "minute hour day_of_month month_of_year day_of_week", HelpName = "TEXT",
    };

    private readonly Option<string?> _timezone = new("--timezone") { Description = "IANA time zone of the crontab; default UTC", HelpName = "ZONE" };

    private readonly Option<string?> _dstGap = new("--dst-gap")
    {
        Description = "Local times that do not exist: shift (default) or skip", HelpName = "RULE",
    };

    private readonly Option<string?> _dstOverlap = new("--dst-overlap")
    {
        Description = "Local times that come twice: auto (default), first, second or both", HelpName = "RULE",
    };

    private readonly Option<string?> _interval = new("--interval") { Description = "Every so many periods", HelpName = "N" };

    private readonly Option<string?> _period = new("--period")
    {
        Description = "microseconds, seconds, minutes, hours, days or weeks", HelpName = "PERIOD",
    };

    private readonly Option<string?> _solar = new("--solar")
    {
        Description = "dawn_astronomical, dawn_nautical, dawn_civil, sunrise, solar_noon, sunset, dusk_civil, dusk_nautical or dusk_astronomical",
        HelpName = "EVENT",
    };

    private readonly Option<string?> _latitude = new("--latitude") { Description = "Degrees north, -90 to 90", HelpName = "DEGREES" };
    private readonly Option<string?> _longitude = new("--longitude") { Description = "Degrees east, -180 to 180", HelpName = "DEGREES" };
    private readonly Option<string?> _clocked = new("--clocked") { Description = "One instant", HelpName = "INSTANT" };

    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description = "Any schedule as text: 'crontab: 0 4 * * * Europe/Berlin'", HelpName = "TEXT",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)
            [_crontab, _timezone, _dstGap, _dstOverlap, _interval, _period, _solar, _latitude, _longitude, _clocked, _schedule])
        {
            command.Add(option);
        }
    }

    /// <summary>The schedule that was asked for; null when none of the options was given.</summary>
    /// <param name="run">The call.</param>
    /// <param name="current">What is kept where only a part is given, such as another time zone.</param>
    public Schedule? Read(VerbRun run, Schedule? current = null)
    {
        Option<string?>[] kinds = [_crontab, _interval, _solar, _clocked, _schedule];
        Option<string?>[] given = [.. kinds.Where(run.Has)];
        Option<string?>[] parts = [_timezone, _dstGap, _dstOverlap, _period, _latitude, _longitude];
        if (given.Length == 0 && current is CrontabSchedule crontab && parts.Any(run.Has))
        {
            return ReadCrontab(run, crontab.Expression, crontab);
        }

        if (given.Length == 0)
        {
            Option<string?>? part = parts.FirstOrDefault(run.Has);
            return part is null ? null : throw new InvalidValueException(part.Name, run.Value(part), $"nothing without one of {Names(kinds)}");
        }

        if (given.Length > 1)
        {
            throw new InvalidValueException(given[1].Name, run.Value(given[1]), $"one of {Names(kinds)}, not {given.Length}");
        }

        RefuseForeignParts(run, given[0], parts);
        return given[0] switch
        {
            var kind when kind == _crontab => ReadCrontab(run, run.Value(_crontab)!, (current as CrontabSchedule)),
            var kind when kind == _interval => Schedule.Interval(
                Parsing.Whole("every", run.Value(_interval)!), ScheduleNames.ParsePeriod(run.Value(_period) ?? "seconds")),
            var kind when kind == _solar => Schedule.Solar(
                ScheduleNames.ParseSolarEvent(run.Value(_solar)!), Degrees(run, "latitude", _latitude), Degrees(run, "longitude", _longitude)),
            var kind when kind == _clocked => Schedule.Clocked(Parsing.Instant("clocked", run.Value(_clocked)!)),
            _ => Schedule.Parse(run.Value(_schedule)!),
        };
    }

    private CrontabSchedule ReadCrontab(VerbRun run, string expression, CrontabSchedule? current)
    {
        return Schedule.Crontab(
            expression,
            run.Value(_timezone) ?? current?.TimeZone ?? "UTC",
            run.Value(_dstGap) is { } gap ? ScheduleNames.ParseDstGap(gap) : current?.DstGap ?? DstGap.Shift,
            run.Value(_dstOverlap) is { } overlap ? ScheduleNames.ParseDstOverlap(overlap) : current?.DstOverlap ?? DstOverlap.Auto);
    }

    private void RefuseForeignParts(VerbRun run, Option<string?> kind, Option<string?>[] parts)
    {
        Option<string?>[] own = kind == _crontab ? [_timezone, _dstGap, _dstOverlap] : kind == _interval ? [_period]
            : kind == _solar ? [_latitude, _longitude] : [];
        if (parts.Except(own).FirstOrDefault(run.Has) is { } foreign)
        {
            throw new InvalidValueException(foreign.Name, run.Value(foreign), $"nothing together with {kind.Name}");
        }
    }

    private static double Degrees(VerbRun run, string field, Option<string?> option)
    {
        return run.Value(option) is { } text ? Parsing.Number(field, text) : throw new InvalidValueException(field, null, "degrees");
    }

    private static string Names(IEnumerable<Option> options) => string.Join(", ", options.Select(option => option.Name));
}

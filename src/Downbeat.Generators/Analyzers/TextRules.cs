using Downbeat.Schedules;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>Schedules and rates as texts. The kernel's own parsers, compiled into this assembly, judge them.</summary>
internal static class TextRules
{
    public static IEnumerable<Problem> Crontab(string text, string? timeZone, Location location, Location zoneLocation)
    {
        InvalidValueException? refusal = CrontabSchedule.Create(text, "UTC", DstGap.Shift, DstOverlap.Auto).Refusal;
        if (refusal is not null)
        {
            yield return new(Rules.Crontab, location, refusal.Message);
        }

        foreach (Problem problem in TimeZone(timeZone ?? "UTC", zoneLocation))
        {
            yield return problem;
        }
    }

    public static IEnumerable<Problem> TimeZone(string id, Location location)
    {
        if (!TimeZoneDatabase.Contains(id))
        {
            string? similar = TimeZoneDatabase.Ids.FirstOrDefault(known => string.Equals(known, id, StringComparison.OrdinalIgnoreCase));
            yield return new(Rules.TimeZone, location, id, similar is null ? "" : $"; '{similar}' is");
        }
    }

    public static IEnumerable<Problem> Interval(TimeSpan every, Location location)
    {
        return IntervalSchedule.Create(every).Refusal is { } refusal ? [new(Rules.Schedule, location, refusal.Message)] : [];
    }

    public static IEnumerable<Problem> Interval(long every, int period, Location location)
    {
        return IntervalSchedule.Create(every, (IntervalPeriod)period).Refusal is { } refusal ? [new(Rules.Schedule, location, refusal.Message)] : [];
    }

    public static IEnumerable<Problem> Schedule(string text, Location location)
    {
        return Downbeat.Schedule.TryParse(text, out _, out InvalidValueException? refusal) ? []
            : refusal.Field == "timezone" ? TimeZone((string?)refusal.Value ?? "", location)
            : [new(text.TrimStart().StartsWith("crontab", StringComparison.Ordinal) ? Rules.Crontab : Rules.Schedule, location, refusal.Message)];
    }

    public static IEnumerable<Problem> RateLimit(string text, Location location)
    {
        try
        {
            Downbeat.RateLimit.Parse(text);
            return [];
        }
        catch (InvalidValueException refusal)
        {
            return [new(Rules.RateLimit, location, refusal.Message)];
        }
    }
}

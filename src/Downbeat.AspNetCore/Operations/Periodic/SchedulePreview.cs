using System.Globalization;
using Downbeat.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>Tells when a schedule that is being typed would occur, in its own zone or in another, and what daylight saving does to it.</summary>
internal sealed class SchedulePreview(TimeProvider time)
{
    public const int Most = 100;

    /// <summary>The next occurrences.</summary>
    /// <param name="text">The schedule's text.</param>
    /// <param name="startTime">Nothing before this.</param>
    /// <param name="expires">Nothing at or after this.</param>
    /// <param name="zone">The time zone to show local times in; the schedule's own when null.</param>
    /// <param name="count">How many, 1 to 100.</param>
    /// <exception cref="InvalidValueException">It is no schedule; the field, the text and what is allowed are named.</exception>
    public PreviewedSchedule Show(string text, DateTimeOffset? startTime, DateTimeOffset? expires, string? zone, int count)
    {
        if (count is < 1 or > Most)
        {
            throw new InvalidValueException("count", count, $"1 to {Most}");
        }

        Schedule schedule = Schedule.Parse(text);
        string zoneId = zone ?? (schedule as CrontabSchedule)?.TimeZone ?? "UTC";
        DateTimeZone shown = TimeZoneDatabase.Contains(zoneId)
            ? DateTimeZoneProviders.Tzdb[zoneId]
            : throw new InvalidValueException("zone", zoneId, "an IANA time zone: Europe/Berlin");
        DateTimeOffset now = time.GetUtcNow();
        var origin = new ScheduleOrigin(startTime, now);
        IEnumerable<DateTimeOffset> next = schedule.OccurrencesAfter(now, origin);
        if (schedule is ClockedSchedule { At: var at } && at <= now)
        {
            // A new clocked time in the past fires at once.
            next = [at];
        }

        // Daylight saving is that of the schedule's own zone, whichever zone the times are shown in.
        DateTimeZone? own = schedule is CrontabSchedule crontab ? DateTimeZoneProviders.Tzdb[crontab.TimeZone] : null;
        PreviewedOccurrence[] occurrences =
        [
            .. next.TakeWhile(one => expires is null || one < expires).Take(count).Select(one => new PreviewedOccurrence(
                one.UtcDateTime, Local(one, shown), own is null ? null : Effect(one, own))),
        ];
        return new PreviewedSchedule(schedule.ToString(), schedule.Kind.ToText(), schedule.Describe(), zoneId, occurrences);
    }

    private static string Local(DateTimeOffset instant, DateTimeZone zone)
    {
        return Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
    }

    private static string? Effect(DateTimeOffset at, DateTimeZone zone)
    {
        var instant = Instant.FromDateTimeOffset(at);
        ZonedDateTime local = instant.InZone(zone);
        ZoneLocalMapping mapping = zone.MapLocal(local.LocalDateTime);
        if (mapping.Count == 2)
        {
            return mapping.First().ToInstant() == instant ? "first_of_two" : "second_of_two";
        }

        ZoneInterval interval = zone.GetZoneInterval(instant);
        bool isRightAfterGap = interval.HasStart && interval.Start == instant
            && zone.GetZoneInterval(instant - Duration.Epsilon).WallOffset < interval.WallOffset;
        return isRightAfterGap ? "after_gap" : null;
    }
}

using System.Globalization;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Schedules;
using Downbeat.ScheduleStores;
using NodaTime;
using NodaTime.TimeZones;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>What a schedule that is being typed would do.</summary>
internal sealed record SchedulePreview
{
    private const int Most = 10;

    public string Words { get; private init; } = "";

    public string Text { get; private init; } = "";

    public IReadOnlyList<Occurrence> Next { get; private init; } = [];

    public SunDay? Sun { get; private init; }

    /// <summary>Why there is nothing to show, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Looks ahead from the form.</summary>
    /// <param name="typed">The form.</param>
    /// <param name="clock">The operator's clock.</param>
    /// <param name="row">The row that is being changed; null for a new one.</param>
    public static SchedulePreview Of(FormState typed, ZoneClock clock, PeriodicTaskRow? row)
    {
        var form = new FormState();
        foreach (string name in new[]
        {
            "kind", "every", "period", "minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone", "dst_gap", "dst_overlap", "event", "latitude", "longitude",
            "clocked", InstantFields.BeforeOf("clocked"), "start_time", InstantFields.BeforeOf("start_time"), "expires", InstantFields.BeforeOf("expires"),
        })
        {
            form[name] = typed[name];
        }

        Schedule? schedule = ScheduleFormReader.Read(form, clock);
        DateTimeOffset? start = form.Read("start_time", () => InstantFields.Read(form, "start_time", clock));
        DateTimeOffset? expires = form.Read("expires", () => InstantFields.Read(form, "expires", clock));
        return schedule is null ? new SchedulePreview { Problems = form.Errors } : Of(schedule, start, expires, clock, row);
    }

    /// <summary>Looks ahead for a row.</summary>
    public static SchedulePreview Of(PeriodicTaskRow row, ZoneClock clock)
    {
        return Schedule.TryParse(row.Schedule, out Schedule? schedule, out InvalidValueException? refusal)
            ? Of(schedule, row.StartTime, row.Expires, clock, row)
            : new SchedulePreview { Problems = new Dictionary<string, string>(StringComparer.Ordinal) { ["schedule"] = refusal.Message } };
    }

    private static SchedulePreview Of(Schedule schedule, DateTimeOffset? start, DateTimeOffset? expires, ZoneClock clock, PeriodicTaskRow? row)
    {
        bool isSame = row is not null && row.Schedule == schedule.ToString() && row.StartTime == start;
        var origin = new ScheduleOrigin(start, isSame ? row!.Anchor ?? clock.Now : clock.Now);
        DateTimeOffset[] next = [.. schedule.OccurrencesAfter(clock.Now, origin).TakeWhile(at => expires is null || at < expires).Take(Most)];
        if (schedule is ClockedSchedule { At: var at } && at <= clock.Now && !isSame)
        {
            // A clocked time that has passed fires at once when it is saved.
            next = [at];
        }

        return new SchedulePreview
        {
            Words = schedule.Describe(),
            Text = schedule.ToString(),
            Next = [.. next.Select((one, index) => Describe(schedule, one, index == 0 ? clock.Now : next[index - 1], clock))],
            Sun = schedule is SolarSchedule solar ? SunDay.Of(solar, clock) : null,
        };
    }

    private static Occurrence Describe(Schedule schedule, DateTimeOffset at, DateTimeOffset before, ZoneClock clock)
    {
        if (schedule is not CrontabSchedule crontab || DateTimeZoneProviders.Tzdb.GetZoneOrNull(crontab.TimeZone) is not { } zone)
        {
            return new Occurrence(at, null, null);
        }

        LocalDateTime local = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;
        bool isOwn = zone.Id == clock.ZoneId || zone == DateTimeZone.Utc;
        bool isSameDay = local.Date == Instant.FromDateTimeOffset(at).InZone(clock.Zone).Date;
        string? inZone = isOwn ? null : local.ToString(isSameDay ? "HH:mm" : "uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + zone.Id;
        return new Occurrence(at, inZone, Effect(crontab, zone, at, before, local));
    }

    private static string? Effect(CrontabSchedule crontab, DateTimeZone zone, DateTimeOffset at, DateTimeOffset before, LocalDateTime local)
    {
        if (!crontab.Hours.Contains(local.Hour) || !crontab.Minutes.Contains(local.Minute))
        {
            return "shifted: the clocks skip its time that day";
        }

        ZoneLocalMapping mapping = zone.MapLocal(local);
        if (mapping.Count == 2)
        {
            bool isFirst = mapping.First().ToInstant() == Instant.FromDateTimeOffset(at);
            return isFirst ? "the clocks show this time twice: the first" : "the clocks show this time twice: the second";
        }

        Offset offset = zone.GetUtcOffset(Instant.FromDateTimeOffset(at));
        Offset last = zone.GetUtcOffset(Instant.FromDateTimeOffset(before));
        return offset == last ? null
            : offset > last ? $"summer time from here: UTC{offset.ToString("m", CultureInfo.InvariantCulture)}"
            : $"winter time from here: UTC{offset.ToString("m", CultureInfo.InvariantCulture)}";
    }
}

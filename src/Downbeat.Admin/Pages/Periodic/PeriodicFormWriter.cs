using System.Globalization;
using System.Text.Json;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Schedules;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Writes periodic tasks into their form, those included that do not parse.</summary>
internal static class PeriodicFormWriter
{
    /// <summary>The form for a new one.</summary>
    public static FormState New(ZoneClock clock, string timeZone)
    {
        var form = new FormState { ["args"] = "[]", ["kwargs"] = "{}", ["headers"] = "{}", ["enabled"] = "on", ["zone"] = clock.ZoneId };
        form["catch_up"] = "latest";
        form["overlap"] = "allow";
        WriteDefaults(form, timeZone, clock);
        return form;
    }

    public static FormState Of(PeriodicTaskRow row, ZoneClock clock, string timeZone)
    {
        FormState form = New(clock, timeZone);
        form["name"] = row.Name;
        form["task"] = row.Task;
        form["description"] = row.Description;
        form["tags"] = string.Join(", ", ReadTags(row.Tags));
        form["enabled"] = row.Enabled ? "on" : "";
        form["args"] = JsonFields.Show(row.Args);
        form["kwargs"] = JsonFields.Show(row.Kwargs);
        form["headers"] = JsonFields.Show(row.Headers);
        form["queue"] = row.Queue ?? "";
        form["exchange"] = row.Exchange ?? "";
        form["routing_key"] = row.RoutingKey ?? "";
        form["priority"] = row.Priority?.ToString(CultureInfo.InvariantCulture) ?? "";
        form["expire_seconds"] = DurationText.Of(row.ExpiresAfter);
        form["one_off"] = row.OneOff ? "on" : "";
        form["catch_up"] = row.CatchUp;
        form["overlap"] = row.Overlap;
        form["starting_deadline"] = DurationText.Of(row.StartingDeadline);
        form["jitter"] = DurationText.Of(row.Jitter);
        form["revision"] = row.Revision.ToString(CultureInfo.InvariantCulture);
        InstantFields.Write(form, "expires", row.Expires, clock);
        InstantFields.Write(form, "start_time", row.StartTime, clock);
        WriteSchedule(form, row.Schedule, clock);
        return form;
    }

    public static IReadOnlyList<string> ReadTags(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void WriteDefaults(FormState form, string timeZone, ZoneClock clock)
    {
        form["kind"] = "crontab";
        form["every"] = "10";
        form["period"] = "minutes";
        form["minute"] = "0";
        form["hour"] = "4";
        form["day_of_month"] = "*";
        form["month_of_year"] = "*";
        form["day_of_week"] = "*";
        form["timezone"] = timeZone;
        form["dst_gap"] = "shift";
        form["dst_overlap"] = "auto";
        form["event"] = "sunset";
        form["latitude"] = "52.52";
        form["longitude"] = "13.405";
        DateTimeOffset hour = new(clock.Now.Ticks - (clock.Now.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        form["clocked"] = clock.Field(hour.AddHours(2));
    }

    private static void WriteSchedule(FormState form, string text, ZoneClock clock)
    {
        if (!Schedule.TryParse(text, out Schedule? schedule, out InvalidValueException? refusal))
        {
            form.Refuse("schedule", $"{refusal.Message} ({text})");
            return;
        }

        form["kind"] = schedule.Kind.ToText();
        switch (schedule)
        {
            case IntervalSchedule interval:
                form["every"] = interval.Every.ToString(CultureInfo.InvariantCulture);
                form["period"] = interval.Period.ToText();
                break;
            case CrontabSchedule crontab:
                form["minute"] = crontab.Minute;
                form["hour"] = crontab.Hour;
                form["day_of_month"] = crontab.DayOfMonth;
                form["month_of_year"] = crontab.MonthOfYear;
                form["day_of_week"] = crontab.DayOfWeek;
                form["timezone"] = crontab.TimeZone;
                form["dst_gap"] = crontab.DstGap.ToText();
                form["dst_overlap"] = crontab.DstOverlap.ToText();
                break;
            case SolarSchedule solar:
                form["event"] = solar.Event.ToText();
                form["latitude"] = solar.Latitude.ToString(CultureInfo.InvariantCulture);
                form["longitude"] = solar.Longitude.ToString(CultureInfo.InvariantCulture);
                break;
            case ClockedSchedule clocked:
                InstantFields.Write(form, "clocked", clocked.At, clock);
                break;
        }
    }
}

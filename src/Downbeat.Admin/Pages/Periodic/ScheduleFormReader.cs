using System.Globalization;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Schedules;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Reads the schedule from the form. What is wrong is noted beside its field.</summary>
internal static class ScheduleFormReader
{
    private static readonly string[] Fields =
    [
        "every", "period", "minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone", "dst_gap", "dst_overlap", "event", "latitude", "longitude", "clocked",
    ];

    public static Schedule? Read(FormState form, ZoneClock clock)
    {
        try
        {
            return form["kind"] switch
            {
                "interval" => Schedule.Interval(Whole(form, "every"), ScheduleNames.ParsePeriod(form["period"])),
                "crontab" => Crontab(form),
                "solar" => Schedule.Solar(ScheduleNames.ParseSolarEvent(form["event"]), Degrees(form, "latitude"), Degrees(form, "longitude")),
                "clocked" => Schedule.Clocked(InstantFields.Read(form, "clocked", clock) ?? throw new InvalidValueException("clocked", null, "a date and a time")),
                string other => throw new InvalidValueException("kind", other, "interval, crontab, solar or clocked"),
            };
        }
        catch (InvalidValueException refusal)
        {
            form.Refuse(Fields.Contains(refusal.Field) ? refusal.Field : "schedule", FormState.Explain(refusal));
            return null;
        }
    }

    private static CrontabSchedule Crontab(FormState form)
    {
        return new CrontabSchedule(
            Star(form, "minute"),
            Star(form, "hour"),
            Star(form, "day_of_month"),
            Star(form, "month_of_year"),
            Star(form, "day_of_week"),
            form.Text("timezone") ?? "UTC",
            ScheduleNames.ParseDstGap(form.Text("dst_gap") ?? "shift"),
            ScheduleNames.ParseDstOverlap(form.Text("dst_overlap") ?? "auto"));
    }

    private static string Star(FormState form, string name) => form.Text(name) ?? "*";

    private static long Whole(FormState form, string name)
    {
        return long.TryParse(form.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new InvalidValueException(name, form[name], "a whole number, 1 or more");
    }

    private static double Degrees(FormState form, string name)
    {
        return double.TryParse(form.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees)
            ? degrees
            : throw new InvalidValueException(name, form[name], "degrees with a decimal point, such as 52.52");
    }
}

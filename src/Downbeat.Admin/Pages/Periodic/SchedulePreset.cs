using Downbeat.Admin.Forms;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>A schedule that is often wanted, as what it fills into the form.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Fields">The fields it fills in.</param>
internal sealed record SchedulePreset(string Label, params (string Name, string Value)[] Fields)
{
    public static IReadOnlyList<SchedulePreset> All { get; } =
    [
        new("Every minute", ("kind", "interval"), ("every", "1"), ("period", "minutes")),
        new("Every 15 minutes", Cron("*/15", "*", "*", "*", "*")),
        new("Hourly", Cron("0", "*", "*", "*", "*")),
        new("Daily at 04:00", Cron("0", "4", "*", "*", "*")),
        new("Weekdays at 09:00", Cron("0", "9", "*", "*", "mon-fri")),
        new("Mondays at 08:00", Cron("0", "8", "*", "*", "mon")),
        new("First of the month", Cron("0", "6", "1", "*", "*")),
        new("At sunset", ("kind", "solar"), ("event", "sunset")),
    ];

    /// <summary>The fields as the script reads them.</summary>
    public string Fill => string.Join('|', Fields.Select(one => $"{one.Name}={one.Value}"));

    public void Apply(FormState form)
    {
        foreach ((string name, string value) in Fields)
        {
            form[name] = value;
        }
    }

    private static (string, string)[] Cron(string minute, string hour, string dayOfMonth, string monthOfYear, string dayOfWeek) =>
    [
        ("kind", "crontab"), ("minute", minute), ("hour", hour), ("day_of_month", dayOfMonth), ("month_of_year", monthOfYear), ("day_of_week", dayOfWeek),
    ];
}

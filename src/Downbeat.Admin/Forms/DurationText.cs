using System.Globalization;

namespace Downbeat.Admin.Forms;

/// <summary>Writes times so that <see cref="Durations"/> reads them back.</summary>
internal static class DurationText
{
    private static readonly (long Ticks, string Unit)[] Units =
    [
        (7 * TimeSpan.TicksPerDay, "w"), (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s"),
    ];

    public static string Of(TimeSpan? time)
    {
        if (time is not { } value)
        {
            return "";
        }

        foreach ((long ticks, string unit) in Units)
        {
            if (value.Ticks % ticks == 0 && value.Ticks != 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
            }
        }

        return value == TimeSpan.Zero ? "" : (value.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture) + "s";
    }
}

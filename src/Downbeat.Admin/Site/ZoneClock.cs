using System.Globalization;
using Downbeat.Admin.Texts;
using NodaTime;

namespace Downbeat.Admin.Site;

/// <summary>Shows times as the operator's clock has them. The zone comes from the browser; until it is known it is UTC.</summary>
internal sealed class ZoneClock(DateTimeZone zone, DateTimeOffset now, bool isKnown)
{
    private const string Utc = "yyyy-MM-dd HH:mm:ss 'UTC'";

    public DateTimeOffset Now { get; } = now;

    public DateTimeZone Zone { get; } = zone;

    /// <summary>Whether the browser told its zone.</summary>
    public bool IsKnown { get; } = isKnown;

    public string ZoneId => Zone.Id;

    public static ZoneClock Of(string? zone, DateTimeOffset now)
    {
        DateTimeZone? found = zone is { Length: > 0 and < 100 } ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) : null;
        return new ZoneClock(found ?? DateTimeZone.Utc, now, found is not null);
    }

    /// <summary><c>2026-11-23 16:04:05</c>; without the seconds where they are zero.</summary>
    public string Local(DateTimeOffset instant)
    {
        LocalDateTime local = ToLocal(instant);
        string format = local.Second == 0 ? "uuuu-MM-dd HH:mm" : "uuuu-MM-dd HH:mm:ss";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The time alone where the day is today.</summary>
    public string Short(DateTimeOffset instant)
    {
        LocalDateTime local = ToLocal(instant);
        return local.Date == ToLocal(Now).Date ? local.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : Local(instant);
    }

    public static string InUtc(DateTimeOffset instant) => instant.UtcDateTime.ToString(Utc, CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, with the day where it is another than the operator's.</summary>
    public string ShortUtc(DateTimeOffset instant)
    {
        bool isSameDay = ToLocal(instant).Date.ToDateTimeUnspecified() == instant.UtcDateTime.Date;
        string time = instant.UtcDateTime.ToString(instant.UtcDateTime.Second == 0 ? "HH:mm 'UTC'" : "HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return isSameDay ? time : instant.UtcDateTime.ToString("yyyy-MM-dd ", CultureInfo.InvariantCulture) + time;
    }

    public static string Machine(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>in 5 min</c>, <c>3 h ago</c>; the script keeps it true while the page is open.</summary>
    public string Relative(DateTimeOffset instant, TextCatalog texts)
    {
        TimeSpan distance = instant - Now;
        return distance.Duration() < TimeSpan.FromSeconds(1) ? texts["now"]
            : distance > TimeSpan.Zero ? texts["in {0}", Coarse(distance)]
            : texts["{0} ago", Coarse(distance)];
    }

    /// <summary>What a field for a time shows: the local time to the second, as browsers want it.</summary>
    public string Field(DateTimeOffset? instant)
    {
        return instant is { } value ? ToLocal(value).ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) : "";
    }

    /// <summary>The offset of the zone at an instant, as in <c>+01:00</c>.</summary>
    public string Offset(DateTimeOffset instant) => Zone.GetUtcOffset(Instant.FromDateTimeOffset(instant)).ToString("m", CultureInfo.InvariantCulture);

    private LocalDateTime ToLocal(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).LocalDateTime;

    private static string Coarse(TimeSpan distance)
    {
        TimeSpan length = distance.Duration();
        string text = length.TotalMinutes < 1 ? $"{(int)length.TotalSeconds} s"
            : length.TotalHours < 1 ? $"{(int)length.TotalMinutes} min"
            : length.TotalDays < 1 && length.Minutes > 0 ? $"{length.Hours} h {length.Minutes} min"
            : length.TotalDays < 2 ? $"{(int)length.TotalHours} h"
            : $"{(int)length.TotalDays} d";
        return text.Replace(' ', '\u00a0');
    }
}

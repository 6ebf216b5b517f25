using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Downbeat.Schedules;

/// <summary>The IANA time-zone database the crontab schedules calculate with, bundled with NodaTime.</summary>
public static class TimeZoneDatabase
{
    private static readonly FrozenSet<string> Known = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The database's release, such as <c>2025b</c>: when it changes, stored next occurrences must be calculated again.</summary>
    public static string Version => TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>Every time zone a crontab schedule accepts, in ordinal order, aliases included.</summary>
    public static IReadOnlyList<string> Ids => DateTimeZoneProviders.Tzdb.Ids;

    /// <summary>Whether a crontab schedule accepts this time zone; the case must be as the database has it.</summary>
    /// <param name="id">The zone's id, such as <c>Europe/Berlin</c>.</param>
    public static bool Contains(string id) => Known.Contains(id);
}

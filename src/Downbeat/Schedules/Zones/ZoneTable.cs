using System.Collections.Concurrent;
using Downbeat.Schedules.Crontabs;
using NodaTime;
using NodaTime.TimeZones;

namespace Downbeat.Schedules.Zones;

/// <summary>
/// Every change of one zone's offset until the year 2700; later instants are looked up whole Gregorian cycles of 400 years earlier.
/// </summary>
/// <remarks>
/// Made once for each zone. No zone has irregular changes after the 21st century, so its rules repeat with the calendar; the tests
/// compare this with NodaTime in far years for every zone.
/// </remarks>
internal sealed class ZoneTable
{
    private const long Forever = 1_000_000_000_000_000;

    private static readonly ConcurrentDictionary<string, ZoneTable> Tables = new(StringComparer.Ordinal);
    private static readonly long UnixEpoch = CivilTime.FromTicks(DateTimeOffset.UnixEpoch.UtcTicks);

    private readonly Transition[] _transitions;

    private ZoneTable(DateTimeZone zone) => _transitions = [.. TransitionsOf(zone)];

    /// <summary>ScheduleInstants from here on are looked up whole cycles earlier: 1 January 2600.</summary>
    internal static long CycleEnd { get; } = SecondsOf(2600);

    /// <summary>The start of the cycle that stands for all later ones: 1 January 2200.</summary>
    internal static long CycleStart => CycleEnd - CivilTime.SecondsPerCycle;

    /// <summary>Before this, nothing is taken for a repetition: 1 January 2100.</summary>
    internal static long RegularFrom { get; } = SecondsOf(2100);

    /// <summary>No search that finds anything comes this far: 1 January 2650, which leaves 50 years of changes behind it.</summary>
    internal static long SearchEnd { get; } = SecondsOf(2650);

    /// <summary>
    /// The changes in order. The first stands for the beginning of time, and a last one, beyond all time, closes the last stretch.
    /// </summary>
    internal ReadOnlySpan<Transition> Transitions => _transitions;

    /// <summary>The zone's table; its id must be one of the database's.</summary>
    internal static ZoneTable Of(string id) => Tables.GetOrAdd(id, static key => new ZoneTable(DateTimeZoneProviders.Tzdb[key]));

    /// <summary>The index of the newest change that is not after a second.</summary>
    internal int IndexOf(long second)
    {
        int low = 0;
        int high = _transitions.Length;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_transitions[middle].At <= second)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static long SecondsOf(int year) => CivilTime.FromTicks(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks);

    private static List<Transition> TransitionsOf(DateTimeZone zone)
    {
        var end = Instant.FromUtc(2700, 1, 1, 0, 0);
        ZoneInterval interval = zone.GetZoneInterval(Instant.MinValue);
        int offset = interval.WallOffset.Seconds;
        List<Transition> transitions = [new(-Forever, offset, offset)];
        while (interval.HasEnd && interval.End < end)
        {
            interval = zone.GetZoneInterval(interval.End);
            int next = interval.WallOffset.Seconds;

            // A change of name or of the rule in force moves no clock.
            if (next != offset)
            {
                transitions.Add(new Transition(interval.Start.ToUnixTimeSeconds() + UnixEpoch, offset, next));
                offset = next;
            }
        }

        transitions.Add(new Transition(Forever, offset, offset));
        return transitions;
    }
}

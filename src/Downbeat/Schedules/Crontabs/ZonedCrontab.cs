using Downbeat.Schedules.Zones;

namespace Downbeat.Schedules.Crontabs;

/// <summary>The instants at which a zone's clocks show a matching local time.</summary>
/// <remarks>
/// A zone is a row of stretches with one offset each. A stretch shows the local times from <see cref="From"/> to <see cref="To"/>; the
/// rule for overlaps is nothing but where these two lie, and a gap belongs to the stretch after it. Searching keeps the part of the
/// local clock known to hold no match, so only a stretch that turns the clock back behind it is searched again.
/// </remarks>
internal sealed class ZonedCrontab
{
    /// <summary>No occurrence: beyond every calendar.</summary>
    internal const long Never = long.MaxValue / TimeSpan.TicksPerSecond;

    private readonly CrontabMatcher _matcher;
    private readonly ZoneTable _zone;
    private readonly bool _shifts;
    private readonly bool _firstOnly;
    private readonly bool _secondOnly;

    internal ZonedCrontab(CrontabFields fields, ZoneTable zone, DstGap dstGap, DstOverlap dstOverlap)
    {
        _matcher = new CrontabMatcher(fields);
        _zone = zone;
        _shifts = dstGap == DstGap.Shift;
        _firstOnly = dstOverlap == DstOverlap.First || (dstOverlap == DstOverlap.Auto && fields.AreTimesOfDay);
        _secondOnly = dstOverlap == DstOverlap.Second;
    }

    /// <summary>The first occurrence after a second, or <see cref="Never"/>.</summary>
    internal long NextAfter(long second)
    {
        long cycles = CyclesAfterTable(second) * CivilTime.SecondsPerCycle;
        second -= cycles;
        ReadOnlySpan<Transition> zone = _zone.Transitions;
        int index = _zone.IndexOf(second);
        long empty = Math.Max(second + zone[index].After + 1, From(zone[index]));
        long match = _matcher.NextAtOrAfter(empty);
        while (match >= To(zone[index + 1]))
        {
            if (match > ZoneTable.SearchEnd)
            {
                // Only occurrences that all fall into skipped gaps come this far.
                return Never;
            }

            index++;
            Transition start = zone[index];
            bool inGap = match < start.At + start.After;
            if (inGap && _shifts)
            {
                return start.At + cycles;
            }

            if (inGap || From(start) < empty)
            {
                empty = From(start);
                match = _matcher.NextAtOrAfter(empty);
            }
        }

        return match - zone[index].After + cycles;
    }

    /// <summary>The newest occurrence at or before a second; before the calendar when there is none.</summary>
    internal long LastAtOrBefore(long second)
    {
        long cycles = CyclesAfterTable(second) * CivilTime.SecondsPerCycle;
        long last = LastInTable(second - cycles);

        // What lies before the regular cycles is no repetition: it was not found in any of them.
        return last < ZoneTable.RegularFrom ? last : last + cycles;
    }

    /// <summary>The number of occurrences after one second and not after another.</summary>
    internal long Count(long after, long until)
    {
        long cyclesBefore = CyclesAfterTable(after);
        long cyclesUntil = CyclesAfterTable(until);
        after -= cyclesBefore * CivilTime.SecondsPerCycle;
        until -= cyclesUntil * CivilTime.SecondsPerCycle;
        long count = after <= until ? CountInTable(after, until) : -CountInTable(until, after);
        return cyclesUntil == cyclesBefore
            ? count
            : count + ((cyclesUntil - cyclesBefore) * CountInTable(ZoneTable.CycleStart, ZoneTable.CycleEnd));
    }

    private static long CyclesAfterTable(long second)
        => second < ZoneTable.CycleEnd ? 0 : (second - ZoneTable.CycleStart) / CivilTime.SecondsPerCycle;

    /// <summary>The first local time of the stretch that a change begins.</summary>
    private long From(in Transition start) => start.At + (_firstOnly ? Math.Max(start.Before, start.After) : start.After);

    /// <summary>The local time at which the stretch that a change ends stops.</summary>
    private long To(in Transition end) => end.At + (_secondOnly ? Math.Min(end.Before, end.After) : end.Before);

    private long LastInTable(long second)
    {
        ReadOnlySpan<Transition> zone = _zone.Transitions;
        int index = _zone.IndexOf(second);
        long empty = Math.Min(second + zone[index].After, To(zone[index + 1]) - 1);
        long match = _matcher.LastAtOrBefore(empty);
        while (match < From(zone[index]))
        {
            Transition start = zone[index];
            bool inGap = match >= start.At + start.Before;
            if (inGap && _shifts)
            {
                return start.At;
            }

            index--;
            long last = To(start) - 1;
            if (inGap || last > empty)
            {
                empty = last;
                match = _matcher.LastAtOrBefore(empty);
            }
        }

        return match - zone[index].After;
    }

    private long CountInTable(long after, long until)
    {
        ReadOnlySpan<Transition> zone = _zone.Transitions;
        long count = 0;
        for (int index = _zone.IndexOf(after); zone[index].At <= until; index++)
        {
            Transition start = zone[index];
            long from = Math.Max(after + start.After + 1, From(start));
            long to = Math.Min(until + start.After + 1, To(zone[index + 1]));
            if (from < to)
            {
                count += _matcher.Count(from, to);
            }

            if (start.At > after && FiresOnlyForGap(start))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Whether a change's instant is an occurrence because of what its gap skips, and not in its own right.</summary>
    private bool FiresOnlyForGap(in Transition start)
    {
        long gap = start.At + start.Before;
        long end = start.At + start.After;
        return _shifts && gap < end && _matcher.Count(gap, end) > 0 && _matcher.Count(end, end + 1) == 0;
    }
}

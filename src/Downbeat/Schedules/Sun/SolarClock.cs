using System.Runtime.InteropServices;

namespace Downbeat.Schedules.Sun;

/// <summary>The whole seconds at which an event of the sun happens at one place.</summary>
/// <remarks>
/// True solar time divides all time at the place into halves of its days, midnight to noon and noon to midnight, numbered through. The
/// sun crosses an altitude in a half when it is on different sides at its ends; the crossing is the first second on the new side. Which
/// seconds these are depends on the half alone, so every question gets the same answer.
/// </remarks>
internal sealed class SolarClock
{
    /// <summary>
    /// Every event happens at least once a year, at the poles too, so that a search of 400 days finds it unless the calendar ends.
    /// </summary>
    private const int SearchedHalves = 800;

    private const double SecondsPerDay = 86400;
    private const double Radians = Math.PI / 180;
    private const double SemiDiameter = 959.63 / 3600;
    private const double Parallax = 8.794 / 3600;

    private readonly bool _isNoon;
    private readonly bool _isRising;
    private readonly double _altitude;
    private readonly double _limb;
    private readonly double _sineOfLatitude;
    private readonly double _cosineOfLatitude;
    private readonly double _eastward;

    internal SolarClock(SolarEvent solarEvent, double latitude, double longitude)
    {
        _isNoon = solarEvent == SolarEvent.SolarNoon;
        _isRising = solarEvent < SolarEvent.SolarNoon;
        _altitude = solarEvent switch
        {
            SolarEvent.DawnAstronomical or SolarEvent.DuskAstronomical => -18,
            SolarEvent.DawnNautical or SolarEvent.DuskNautical => -12,
            SolarEvent.DawnCivil or SolarEvent.DuskCivil => -6,
            _ => -34 / 60.0,
        };

        // An observer on the ground sees the sun lower than one at the centre of the Earth would; its limb is above the centre of its disc.
        bool judgesLimb = solarEvent is SolarEvent.Sunrise or SolarEvent.Sunset;
        _limb = (Parallax * Math.Cos(_altitude * Radians)) - (judgesLimb ? SemiDiameter : 0);
        (_sineOfLatitude, _cosineOfLatitude) = Math.SinCos(latitude * Radians);
        _eastward = longitude / 360;
    }

    /// <summary>The newest whole second since the year 1 that is not after the instant; one tick before the calendar is allowed.</summary>
    internal static long FromTicks(long ticks) => ((ticks + TimeSpan.TicksPerSecond) / TimeSpan.TicksPerSecond) - 1;

    internal static long ToTicks(long second) => second * TimeSpan.TicksPerSecond;

    /// <summary>The first event after a second; before the calendar when there is none.</summary>
    internal long NextAfter(long second)
    {
        long half = HalfAt(second) - 1;
        long last = half + SearchedHalves;
        Edge start = EdgeOf(half);
        while (half < last)
        {
            half++;
            Edge end = EdgeOf(half);
            if (EventBetween(start, end) is { } found && found > second)
            {
                return found;
            }

            start = end;
        }

        return ScheduleInstants.None;
    }

    /// <summary>The newest event at or before a second; before the calendar when there is none.</summary>
    internal long LastAtOrBefore(long second)
    {
        long half = HalfAt(second) + 2;
        long last = half - SearchedHalves;
        Edge end = EdgeOf(half);
        while (half > last)
        {
            half--;
            Edge start = EdgeOf(half);
            if (EventBetween(start, end) is { } found && found <= second)
            {
                return found;
            }

            end = start;
        }

        return ScheduleInstants.None;
    }

    /// <summary>The number of events after one second and not after another.</summary>
    internal long Count(long after, long until)
    {
        long count = 0;
        long half = HalfAt(after) - 1;
        long last = HalfAt(until) + 2;
        Edge start = EdgeOf(half);
        while (half < last)
        {
            half++;
            Edge end = EdgeOf(half);
            if (EventBetween(start, end) is { } found && found > after && found <= until)
            {
                count++;
            }

            start = end;
        }

        return count;
    }

    /// <summary>The half of a solar day a second is in, give or take the rounding at its ends.</summary>
    private long HalfAt(long second) => (long)Math.Floor(2 * SolarTime(second, SunPosition.At(second)));

    /// <summary>True solar time in days.</summary>
    private double SolarTime(double second, in SunPosition sun) => (second / SecondsPerDay) + _eastward + sun.EquationOfTime;

    /// <summary>The start of a half: the mean sun's, corrected by the equation of time then and once more where that leads.</summary>
    private Edge EdgeOf(long half)
    {
        double mean = ((half / 2.0) - _eastward) * SecondsPerDay;
        SunPosition sun = SunPosition.At(mean - (SunPosition.At(mean).EquationOfTime * SecondsPerDay));
        bool isNoon = (half & 1) != 0;
        return new Edge(
            (long)Math.Ceiling(mean - (sun.EquationOfTime * SecondsPerDay)),
            _isNoon ? isNoon : HasHappened(sun, isNoon ? 1 : -1));
    }

    /// <summary>The event after the start of a half and not after its end.</summary>
    private long? EventBetween(in Edge start, in Edge end)
    {
        if (start.HasHappened || !end.HasHappened)
        {
            return null;
        }

        long before = start.Second;
        long after = end.Second;
        while (!_isNoon && after - before > 1)
        {
            long middle = (before + after) / 2;
            SunPosition sun = SunPosition.At(middle);
            if (HasHappened(sun, -Math.Cos(2 * Math.PI * SolarTime(middle, sun))))
            {
                after = middle;
            }
            else
            {
                before = middle;
            }
        }

        return after;
    }

    /// <summary>Whether the sun, so far from noon, is on the side of the altitude to which the event brings it.</summary>
    private bool HasHappened(in SunPosition sun, double cosineOfHourAngle)
    {
        double threshold = (_altitude + (_limb / sun.Distance)) * Radians;
        (double sine, double cosine) = Math.SinCos(sun.Declination);
        double height = (_sineOfLatitude * sine) + (_cosineOfLatitude * cosine * cosineOfHourAngle);
        return height > Math.Sin(threshold) == _isRising;
    }

    /// <summary>A solar midnight or noon: its first whole second, and whether the sun is on the event's side then.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Edge(long Second, bool HasHappened);
}

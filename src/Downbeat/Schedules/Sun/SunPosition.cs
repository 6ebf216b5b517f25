using System.Runtime.InteropServices;

namespace Downbeat.Schedules.Sun;

/// <summary>Where the sun stands for an observer at the Earth's centre.</summary>
/// <param name="EquationOfTime">Apparent less mean solar time, in days.</param>
/// <param name="Declination">In radians.</param>
/// <param name="Distance">In astronomical units.</param>
/// <remarks>
/// After J. Meeus, "Astronomical Formulae for Calculators", 4th edition (1988), chapter 18: Newcomb's theory with the perturbations by
/// Venus, Jupiter and the Moon, right to a few arc seconds in our centuries. Nutation, aberration and sidereal time after the same
/// author's "Astronomical Algorithms" (1991), chapters 12, 21 and 24; the Earth's rotation after F. Espenak and J. Meeus (2006).
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SunPosition(double EquationOfTime, double Declination, double Distance)
{
    private const double Radians = Math.PI / 180;
    private const double ArcSecond = 1 / 3600.0;
    private const double DaysPerCentury = 36525;
    private const double SecondsPerDay = 86400;

    // Days from 1 January of the year 1 to the theories' two epochs, 1900 January 0.5 and 2000 January 1.5.
    private const double Epoch1900 = 693594.5;
    private const double Epoch2000 = 730119.5;

    /// <summary>The position at an instant, in seconds of UTC since the year 1.</summary>
    internal static SunPosition At(double second)
    {
        double day = second / SecondsPerDay;
        double terrestrial = day + (EarthRotation.Lag(day) / SecondsPerDay);
        (double trueLongitude, double distance) = Orbit((terrestrial - Epoch1900) / DaysPerCentury);
        (double nutation, double obliquity) = Nutation((terrestrial - Epoch2000) / DaysPerCentury);
        double aberration = 20.4898 * ArcSecond / distance;
        double longitude = (trueLongitude + nutation - aberration) * Radians;

        double rightAscension = Math.Atan2(Math.Sin(longitude) * Math.Cos(obliquity), Math.Cos(longitude)) / Radians;
        double declination = Math.Asin(Math.Sin(longitude) * Math.Sin(obliquity));

        // Sidereal time at noon of the mean sun, so that what is left over against the true sun is the equation of time.
        double days = day - Epoch2000;
        double century = days / DaysPerCentury;
        double sidereal = 280.46061837 + (0.98564736629 * days) + (0.000387933 * century * century) + (nutation * Math.Cos(obliquity));
        double turns = (sidereal - rightAscension) / 360;
        return new SunPosition(turns - Math.Round(turns), declination, distance);
    }

    /// <summary>The sun's true longitude in degrees and its distance.</summary>
    private static (double Longitude, double Distance) Orbit(double t)
    {
        double meanLongitude = 279.69668 + (36000.76892 * t) + (0.0003025 * t * t);
        double meanAnomaly = Radians * (358.47583 + (35999.04975 * t) - (0.000150 * t * t) - (0.0000033 * t * t * t));
        double eccentricity = 0.01675104 - (0.0000418 * t) - (0.000000126 * t * t);
        double centre = ((1.919460 - (0.004789 * t) - (0.000014 * t * t)) * Math.Sin(meanAnomaly))
            + ((0.020094 - (0.000100 * t)) * Math.Sin(2 * meanAnomaly))
            + (0.000293 * Math.Sin(3 * meanAnomaly));
        double perturbations = (0.00134 * Math.Cos(Radians * (153.23 + (22518.7541 * t))))
            + (0.00154 * Math.Cos(Radians * (216.57 + (45037.5082 * t))))
            + (0.00200 * Math.Cos(Radians * (312.69 + (32964.3577 * t))))
            + (0.00179 * Math.Sin(Radians * (350.74 + (445267.1142 * t) - (0.00144 * t * t))))
            + (0.00178 * Math.Sin(Radians * (231.19 + (20.20 * t))));
        double trueAnomaly = meanAnomaly + (Radians * centre);
        double distance = 1.0000002 * (1 - (eccentricity * eccentricity)) / (1 + (eccentricity * Math.Cos(trueAnomaly)));
        return (meanLongitude + centre + perturbations, distance);
    }

    /// <summary>The nutation in longitude in degrees and the true obliquity of the ecliptic in radians.</summary>
    private static (double Longitude, double Obliquity) Nutation(double t)
    {
        double node = Radians * (125.04452 - (1934.136261 * t));
        double sun = Radians * 2 * (280.4665 + (36000.7698 * t));
        double moon = Radians * 2 * (218.3165 + (481267.8813 * t));
        double longitude = ArcSecond
            * ((-17.20 * Math.Sin(node)) - (1.32 * Math.Sin(sun)) - (0.23 * Math.Sin(moon)) + (0.21 * Math.Sin(2 * node)));
        double obliquity = ArcSecond
            * ((9.20 * Math.Cos(node)) + (0.57 * Math.Cos(sun)) + (0.10 * Math.Cos(moon)) - (0.09 * Math.Cos(2 * node)));
        double mean = 23.4392911 - (0.0130042 * t) - (0.000000164 * t * t) + (0.000000504 * t * t * t);
        return (longitude, Radians * (mean + obliquity));
    }
}

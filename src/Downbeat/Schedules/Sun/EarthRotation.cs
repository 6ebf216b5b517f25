namespace Downbeat.Schedules.Sun;

/// <summary>How far the turning Earth lags behind uniform time.</summary>
/// <remarks>
/// F. Espenak and J. Meeus, "Polynomial Expressions for Delta T" (2006): their fit for our decades, their parabola for all others.
/// </remarks>
internal static class EarthRotation
{
    private const double DaysPerYear = 365.2425;

    /// <summary>Terrestrial time less universal time in seconds, for a number of days since the year 1.</summary>
    internal static double Lag(double day)
    {
        double year = 1 + (day / DaysPerYear);
        if (year is >= 2005 and < 2050)
        {
            double since2000 = year - 2000;
            return 62.92 + (0.32217 * since2000) + (0.005589 * since2000 * since2000);
        }

        double centuries = (year - 1820) / 100;
        return -20 + (32 * centuries * centuries);
    }
}

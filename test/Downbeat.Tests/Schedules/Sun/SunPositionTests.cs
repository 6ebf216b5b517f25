using Downbeat.Schedules.Sun;

namespace Downbeat.Tests.Schedules.Sun;

/// <summary>
/// Against the worked examples of J. Meeus, "Astronomical Algorithms" (1991), examples 24.b and 27.a: 13 October 1992, 0h.
/// </summary>
public sealed class SunPositionTests
{
    private static readonly double Example = (new DateTime(1992, 10, 13) - DateTime.MinValue).TotalSeconds;

    [Fact]
    public void The_declination_is_the_books_to_two_seconds_of_arc()
        => ToDegrees(SunPosition.At(Example).Declination).ShouldBe(-(7 + (47 / 60.0) + (1.74 / 3600)), 2 / 3600.0);

    [Fact]
    public void The_equation_of_time_is_the_books_to_a_fifth_of_a_second()
        => (SunPosition.At(Example).EquationOfTime * 86400).ShouldBe((13 * 60) + 42.6, 0.2);

    [Fact]
    public void The_distance_is_the_books_to_the_fourth_decimal()
        => SunPosition.At(Example).Distance.ShouldBe(0.99760775, 0.0001);

    /// <summary>
    /// Equation of time in seconds, declination in degrees and distance, calculated apart from this code from the same publications.
    /// </summary>
    [Theory]
    [InlineData(1, 0, -525.414011, -23.197482898, 0.985188208)]
    [InlineData(800, 100.25, -51.779767, 7.965718857, 1.007810622)]
    [InlineData(1600, 33.7, -878.815723, -16.589576228, 0.986629283)]
    [InlineData(2026, 58.5, -749.096872, -7.855056718, 0.990596969)]
    [InlineData(2026, 172.1, -117.253541, 23.436037333, 1.016277670)]
    [InlineData(2026, 301.9, 978.905395, -13.678209264, 0.993219884)]
    [InlineData(3500, 211.3, -590.235678, 17.834567127, 1.016049793)]
    [InlineData(9999, 123.456, 204.658570, 16.707704260, 0.987989496)]
    public void Every_term_of_the_theory_counts_from_the_first_year_to_the_last(
        int year, double dayOfYear, double equationOfTime, double declination, double distance)
    {
        SunPosition sun = SunPosition.At(((new DateTime(year, 1, 1) - DateTime.MinValue).TotalDays + dayOfYear) * 86400);

        (sun.EquationOfTime * 86400).ShouldBe(equationOfTime, 0.00002);
        ToDegrees(sun.Declination).ShouldBe(declination, 0.0000001);
        sun.Distance.ShouldBe(distance, 0.000000002);
    }

    [Fact]
    public void The_declination_never_leaves_the_tropics_and_the_equation_of_time_stays_small_while_the_calendar_lasts()
    {
        for (double second = 0; second < 3652059 * 86400.0; second += 86400 * 17.3 * Sample.Step)
        {
            SunPosition sun = SunPosition.At(second);

            Math.Abs(ToDegrees(sun.Declination)).ShouldBeLessThan(24);
            Math.Abs(sun.EquationOfTime * 1440).ShouldBeLessThan(40);
            sun.Distance.ShouldBe(1, 0.02);
        }
    }

    [Theory]
    [InlineData(2004.99, 89.51)]
    [InlineData(2005.01, 64.67)]
    [InlineData(2010, 66.70)]
    [InlineData(2049.99, 92.99)]
    [InlineData(2050.01, 149.29)]
    [InlineData(1820, -20)]
    [InlineData(1720, 12)]
    [InlineData(2100, 230.88)]
    [InlineData(9999, 214047.33)]
    public void The_Earths_lag_is_the_published_polynomials(double year, double seconds)
        => EarthRotation.Lag((year - 1) * 365.2425).ShouldBe(seconds, 0.02);

    private static double ToDegrees(double radians) => radians * 180 / Math.PI;
}

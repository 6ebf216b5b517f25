using Downbeat.Schedules.Sun;

namespace Downbeat.Tests.Schedules.Sun;

/// <summary>Against the worked examples of J. Meeus, "Astronomical Algorithms" (1991), examples 24.b and 27.a: 13 October 1992, 0h.</summary>
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

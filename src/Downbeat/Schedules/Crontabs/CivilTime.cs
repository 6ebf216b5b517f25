namespace Downbeat.Schedules.Crontabs;

/// <summary>
/// The crontabs' scale: whole seconds since 1 March of the year −400, of UTC or of a local clock. Years that begin in March put the
/// leap day last, and the 400 years before the calendar keep every search that runs off its start among positive numbers.
/// </summary>
internal static class CivilTime
{
    internal const long SecondsPerMinute = 60;
    internal const long SecondsPerDay = 86400;
    internal const int MinutesPerDay = 1440;

    /// <summary>The Gregorian calendar repeats after 400 years, which are also whole weeks.</summary>
    internal const int MonthsPerCycle = 4800;
    internal const long SecondsPerCycle = 146097 * SecondsPerDay;

    private const long YearOne = (146097 + 306) * SecondsPerDay;

    /// <summary>The newest whole second that is not after the instant; one tick before the calendar is allowed.</summary>
    internal static long FromTicks(long ticks) => ((ticks + TimeSpan.TicksPerSecond) / TimeSpan.TicksPerSecond) + YearOne - 1;

    /// <summary>The instant in ticks: outside the calendar when the second is.</summary>
    internal static long ToTicks(long seconds) => (seconds - YearOne) * TimeSpan.TicksPerSecond;
}

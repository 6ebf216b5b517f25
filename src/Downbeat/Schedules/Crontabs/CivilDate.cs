using System.Runtime.InteropServices;

namespace Downbeat.Schedules.Crontabs;

/// <summary>A day as the number of its month since March of the year −400 and the day in that month, 1 to 31.</summary>
/// <remarks>
/// After C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022), Proposition 6.3:
/// multiplications and divisions by powers of two stand in for the divisions by 1461/4 and 153/5.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CivilDate(int Month, int Day)
{
    private const ulong TwoTo32 = 4294967296;
    private const uint TwoTo16 = 65536;

    internal static CivilDate OfDay(long number)
    {
        uint n1 = ((uint)number * 4) + 3;
        uint century = n1 / 146097;
        uint n2 = (n1 % 146097) | 3;
        ulong p2 = 2939745UL * n2;
        uint year = (uint)(p2 / TwoTo32);
        uint dayOfYear = (uint)p2 / 2939745 / 4;
        uint n3 = (2141 * dayOfYear) + 197913;
        return new CivilDate((int)((((100 * century) + year) * 12) + (n3 / TwoTo16) - 3), (int)(n3 % TwoTo16 / 2141) + 1);
    }

    /// <summary>The number of a month's first day. Months count from March, so month 11 of a year is February.</summary>
    internal static long FirstDayOf(int month)
    {
        int year = month / 12;
        int ofYear = month % 12;
        return (365L * year) + (year / 4) - (year / 100) + (year / 400) + (((153 * ofYear) + 2) / 5);
    }
}

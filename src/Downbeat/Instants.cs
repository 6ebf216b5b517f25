namespace Downbeat;

/// <summary>Instants as stores hold them: whole microseconds since the Unix epoch, UTC.</summary>
public static class Instants
{
    private const long First = -62_135_596_800_000_000;
    private const long Last = 253_402_300_799_999_999;

    /// <summary>The microseconds of an instant; a fraction of one is dropped.</summary>
    /// <param name="instant">The instant.</param>
    public static long ToMicroseconds(this DateTimeOffset instant)
    {
        return Math.DivRem(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond, out long rest) - (rest < 0 ? 1 : 0);
    }

    /// <summary>The instant of a number of microseconds; one beyond the calendar becomes the calendar's end, so that any row can be read.</summary>
    /// <param name="microseconds">Microseconds since the Unix epoch.</param>
    public static DateTimeOffset FromMicroseconds(long microseconds)
    {
        return DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(microseconds, First, Last) * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>The instant, in UTC, without fractions of a microsecond: as a store gives it back.</summary>
    /// <param name="instant">The instant.</param>
    public static DateTimeOffset Round(DateTimeOffset instant)
    {
        return FromMicroseconds(instant.ToMicroseconds());
    }

    /// <inheritdoc cref="Round(DateTimeOffset)"/>
    public static DateTimeOffset? Round(DateTimeOffset? instant)
    {
        return instant is { } given ? Round(given) : null;
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Downbeat.Protocol;

/// <summary>
/// Instants as Python's <c>isoformat</c> writes them: <c>2026-01-01T10:00:00.123456+00:00</c>, the fraction left out when it is
/// zero. Read is more: <c>Z</c>, any fraction, no offset at all (then it is UTC), a date alone (then it is midnight).
/// </summary>
/// <seealso href="https://docs.python.org/3/library/datetime.html#datetime.datetime.isoformat"/>
public static class IsoTimestamp
{
    /// <summary>No instant that is read or written is longer; in characters.</summary>
    public const int MaxLength = 64;

    private const int WrittenLength = 32;

    /// <summary>Reads an instant; one without an offset is UTC. Digits beyond microseconds are dropped.</summary>
    /// <param name="utf8">The text, in UTF-8.</param>
    /// <param name="instant">The instant, in UTC.</param>
    /// <returns>Whether the text is an instant between the years 1 and 9999.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTimeOffset instant)
    {
        if (IsoParts.TryParse(utf8, out IsoParts parts) && parts.UtcTicks is >= 0 and var ticks && ticks <= DateTime.MaxValue.Ticks)
        {
            instant = new DateTimeOffset(ticks, TimeSpan.Zero);
            return true;
        }

        instant = default;
        return false;
    }

    /// <summary>Reads an instant; one without an offset is UTC. Digits beyond microseconds are dropped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="instant">The instant, in UTC.</param>
    /// <returns>Whether the text is an instant between the years 1 and 9999.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength];
        instant = default;
        return Encoding.UTF8.TryGetBytes(text, utf8, out int written) && TryParse(utf8[..written], out instant);
    }

    /// <summary>Writes an instant with its offset, in whole microseconds.</summary>
    /// <param name="instant">The instant; its offset is kept.</param>
    /// <returns>For example <c>2026-01-01T10:00:00+00:00</c>.</returns>
    public static string Format(DateTimeOffset instant)
    {
        Span<byte> utf8 = stackalloc byte[WrittenLength];
        return Encoding.ASCII.GetString(utf8[..Format(instant, utf8)]);
    }

    /// <summary>Writes an instant in UTC without an offset, in whole microseconds: the form of <c>date_done</c> in results.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>For example <c>2026-01-01T10:00:00.123456</c>.</returns>
    public static string FormatNaive(DateTimeOffset instant)
    {
        Span<byte> utf8 = stackalloc byte[WrittenLength];
        return Encoding.ASCII.GetString(utf8[..FormatNaive(instant.UtcDateTime, utf8)]);
    }

    internal static int Format(DateTimeOffset instant, Span<byte> utf8)
    {
        int written = FormatNaive(instant.DateTime, utf8);
        int minutes = (int)instant.Offset.TotalMinutes;
        utf8[written] = minutes < 0 ? (byte)'-' : (byte)'+';
        TwoDigits(utf8[(written + 1)..], Math.Abs(minutes) / 60);
        utf8[written + 3] = (byte)':';
        TwoDigits(utf8[(written + 4)..], Math.Abs(minutes) % 60);
        return written + 6;
    }

    internal static int FormatNaive(DateTime local, Span<byte> utf8)
    {
        // Of "O" the first 19 characters count: yyyy-MM-ddTHH:mm:ss. The rest is written over.
        Utf8Formatter.TryFormat(new DateTime(local.Ticks), utf8, out _, 'O');
        return 19 + Fraction(local.Ticks % TimeSpan.TicksPerSecond, utf8[19..]);
    }

    /// <summary>Writes <c>.123456</c>, or nothing when the microseconds are zero.</summary>
    internal static int Fraction(long ticks, Span<byte> utf8)
    {
        long microseconds = ticks / TimeSpan.TicksPerMicrosecond;
        if (microseconds == 0)
        {
            return 0;
        }

        utf8[0] = (byte)'.';
        Utf8Formatter.TryFormat(microseconds, utf8[1..], out _, new StandardFormat('D', 6));
        return 7;
    }

    internal static DateTimeOffset? Normalize(DateTimeOffset? instant) =>
        instant is { } given ? new DateTimeOffset(given.UtcTicks - (given.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero) : null;

    private static void TwoDigits(Span<byte> utf8, int value)
    {
        utf8[0] = (byte)('0' + (value / 10));
        utf8[1] = (byte)('0' + (value % 10));
    }
}

using System.Runtime.InteropServices;

namespace Downbeat.Protocol;

/// <summary>What an ISO 8601 text says: a local time and, perhaps, how far it is ahead of UTC.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IsoParts(DateTime Local, TimeSpan? Offset)
{
    private const int DateLength = 10;
    private const int MicrosecondDigits = 6;

    /// <summary>Ticks of the instant in UTC, possibly out of range; without an offset the time is UTC.</summary>
    public long UtcTicks => Local.Ticks - (Offset ?? TimeSpan.Zero).Ticks;

    /// <summary>Reads <c>yyyy-MM-dd</c>, then <c>T</c> or a space, a time, and <c>Z</c>, an offset or nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IsoParts parts)
    {
        parts = default;
        if (text.Length < DateLength
            || text[4] != '-'
            || text[7] != '-'
            || !TryDigits(text[..4], out int year)
            || !TryDigits(text[5..7], out int month)
            || !TryDigits(text[8..10], out int day)
            || year == 0
            || month is 0 or > 12
            || day == 0
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateTime(year, month, day);
        if (text.Length == DateLength)
        {
            parts = new(date, null);
            return true;
        }

        ReadOnlySpan<byte> rest = text[(DateLength + 1)..];
        if (text[DateLength] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TryTakeTime(ref rest, out TimeSpan time))
        {
            return false;
        }

        bool isZoned = TryOffset(rest, out TimeSpan offset);
        parts = new(date + time, isZoned ? offset : null);
        return isZoned || rest.IsEmpty;
    }

    /// <summary>Reads <c>HH:mm</c>, <c>HH:mm:ss</c> or <c>HH:mm:ss.ffffff</c>, and leaves what follows.</summary>
    public static bool TryTakeTime(ref ReadOnlySpan<byte> text, out TimeSpan time)
    {
        time = default;
        int seconds = 0;
        long fraction = 0;
        if (!TryTakeTwo(ref text, 23, out int hours) || !TryTake(ref text, ':') || !TryTakeTwo(ref text, 59, out int minutes))
        {
            return false;
        }

        if (TryTake(ref text, ':'))
        {
            if (!TryTakeTwo(ref text, 59, out seconds) || (TryTake(ref text, '.') && !TryTakeFraction(ref text, out fraction)))
            {
                return false;
            }
        }

        time = new TimeSpan(hours, minutes, seconds) + TimeSpan.FromTicks(fraction);
        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+HH</c>, <c>+HHmm</c>, <c>+HH:mm</c> or <c>+HH:mm:ss</c>, and nothing else.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length == 1 && (text[0] | 0x20) == 'z')
        {
            return true;
        }

        bool isBehind = TryTake(ref text, '-');
        if ((!isBehind && !TryTake(ref text, '+')) || !TryTakeTwo(ref text, 23, out int hours))
        {
            return false;
        }

        int minutes = 0;
        int seconds = 0;
        if (!text.IsEmpty)
        {
            TryTake(ref text, ':');
            if (!TryTakeTwo(ref text, 59, out minutes) || (TryTake(ref text, ':') && !TryTakeTwo(ref text, 59, out seconds)))
            {
                return false;
            }
        }

        offset = new TimeSpan(hours, minutes, seconds);
        offset = isBehind ? -offset : offset;
        return text.IsEmpty;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        for (int place = 0; place < MicrosecondDigits; place++)
        {
            ticks = (ticks * 10) + (place < digits ? text[place] - '0' : 0);
        }

        ticks *= TimeSpan.TicksPerMicrosecond;
        text = text[digits..];
        return digits > 0;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, char sign)
    {
        bool isThere = !text.IsEmpty && text[0] == sign;
        text = isThere ? text[1..] : text;
        return isThere;
    }

    private static bool TryTakeTwo(ref ReadOnlySpan<byte> text, int most, out int value)
    {
        value = 0;
        if (text.Length < 2 || !TryDigits(text[..2], out value) || value > most)
        {
            return false;
        }

        text = text[2..];
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}

using System.Globalization;

namespace Downbeat.Protocol;

/// <summary>Finds escapes like <c>\ud83d</c> that are not half of a pair. Python writes them; no text can hold them.</summary>
internal static class LoneSurrogate
{
    private const int EscapeLength = 6;

    /// <summary>Where the first one starts, or -1. Works on any bytes, JSON or not.</summary>
    public static int IndexIn(ReadOnlySpan<byte> utf8)
    {
        int at = 0;
        while (true)
        {
            int next = utf8[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            char unit = Escape(utf8[at..]);
            if (!char.IsSurrogate(unit))
            {
                at = Math.Min(utf8.Length, at + 2);
            }
            else if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(Escape(utf8[(at + EscapeLength)..])))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                return at;
            }
        }
    }

    /// <summary>The UTF-16 unit that <c>\uXXXX</c> at the start names, or 0.</summary>
    internal static char Escape(ReadOnlySpan<byte> utf8) =>
        utf8.Length >= EscapeLength
        && utf8[0] == '\\'
        && utf8[1] == 'u'
        && ushort.TryParse(utf8[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : '\0';
}

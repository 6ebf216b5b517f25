using System.Text;

namespace Downbeat.PostgreSql.Connections;

/// <summary>
/// Texts as PostgreSQL can hold them: it knows every character but U+0000. That one is written as U+0010 (the "data link escape") and '0', and
/// U+0010 itself twice, so that whatever was written is read again.
/// </summary>
internal static class Texts
{
    private const char Escape = '\u0010';

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create('\0', Escape);

    public static string Encode(string text)
    {
        string whole = HasLoneSurrogate(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return whole.AsSpan().ContainsAny(Special)
            ? whole.Replace("\u0010", "\u0010\u0010", StringComparison.Ordinal).Replace("\0", "\u00100", StringComparison.Ordinal)
            : whole;
    }

    public static string Decode(string text)
    {
        int at = text.IndexOf(Escape, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length).Append(text, 0, at);
        for (; at < text.Length; at++)
        {
            char next = at + 1 < text.Length ? text[at + 1] : '\0';
            bool isPair = text[at] == Escape && (next == '0' || next == Escape);
            decoded.Append(!isPair ? text[at] : next == '0' ? '\0' : Escape);
            at += isPair ? 1 : 0;
        }

        return decoded.ToString();
    }

    // UTF-8 has no way to write half of a character; like everywhere else it becomes U+FFFD.
    private static bool HasLoneSurrogate(string text)
    {
        for (int at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return true;
            }

            at++;
        }

        return false;
    }
}

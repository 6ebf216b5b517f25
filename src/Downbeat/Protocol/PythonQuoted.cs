using System.Text;

namespace Downbeat.Protocol;

/// <summary>The inside of a text between quotes: only the quote itself is escaped, and a long text is cut at its last space.</summary>
internal static class PythonQuoted
{
    /// <summary>Appends a JSON text.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="json">The text as it stands in JSON, between its quotes.</param>
    /// <param name="limit">From so many characters on it is cut.</param>
    /// <returns>How many characters were written.</returns>
    public static int Append(ref TextBuilder text, ReadOnlySpan<byte> json, int limit)
    {
        int read = 0;
        int written = 0;
        (int Length, int Written)? lastSpace = null;
        while (!json.IsEmpty && read < limit)
        {
            Rune character = Next(ref json);
            if (character.Value == ' ')
            {
                lastSpace = (text.Length, written);
            }
            else if (character.Value == '\'')
            {
                text.Append('\\');
                written++;
            }

            text.Append(character);
            written++;
            read++;
        }

        if (read < limit)
        {
            return written;
        }

        if (lastSpace is { } space)
        {
            text.CutTo(space.Length);
            written = space.Written;
        }

        text.Append("...");
        return written + 3;
    }

    private static Rune Next(ref ReadOnlySpan<byte> json)
    {
        if (json[0] != '\\')
        {
            Rune.DecodeFromUtf8(json, out Rune character, out int length);
            json = json[length..];
            return character;
        }

        char first = LoneSurrogate.Escape(json);
        char second = char.IsHighSurrogate(first) ? LoneSurrogate.Escape(json[6..]) : '\0';
        bool isUnicode = json[1] == 'u';
        Rune escaped = !isUnicode ? Simple(json[1])
            : Rune.TryCreate(first, second, out Rune pair) ? pair
            : Rune.TryCreate(first, out Rune single) ? single
            : Rune.ReplacementChar;
        json = json[(!isUnicode ? 2 : escaped.IsBmp ? 6 : 12)..];
        return escaped;
    }

    private static Rune Simple(byte escape) => new(escape switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)escape,
    });
}

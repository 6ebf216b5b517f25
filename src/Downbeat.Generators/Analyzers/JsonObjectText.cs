using System.Globalization;
using System.Text;

namespace Downbeat.Generators.Analyzers;

/// <summary>
/// Reads a JSON object far enough to know its names and that it is one. A compiler has no JSON serializer that an analyzer could count on.
/// </summary>
internal sealed class JsonObjectText
{
    private const int Deepest = 64;

    private readonly string _text;
    private int _at;

    private JsonObjectText(string text) => _text = text;

    /// <summary>The names of the object's properties; null when the text is no JSON object.</summary>
    public static IReadOnlyList<string>? Names(string text)
    {
        var reader = new JsonObjectText(text);
        var names = new List<string>();
        reader.SkipBlanks();
        bool isObject = reader.ReadObject(names, 0);
        reader.SkipBlanks();
        return isObject && reader._at == text.Length ? names : null;
    }

    private bool ReadValue(int depth)
    {
        return Peek() switch
        {
            '{' => ReadObject(null, depth + 1),
            '[' => ReadArray(depth + 1),
            '"' => ReadText(out _),
            't' => Take("true"),
            'f' => Take("false"),
            'n' => Take("null"),
            _ => ReadNumber(),
        };
    }

    private bool ReadObject(List<string>? names, int depth)
    {
        if (depth > Deepest || !Take("{"))
        {
            return false;
        }

        SkipBlanks();
        if (Take("}"))
        {
            return true;
        }

        do
        {
            SkipBlanks();
            if (!ReadText(out string name))
            {
                return false;
            }

            names?.Add(name);
            SkipBlanks();
            if (!Take(":") || !ReadPadded(depth))
            {
                return false;
            }
        }
        while (Take(","));

        return Take("}");
    }

    private bool ReadArray(int depth)
    {
        if (depth > Deepest || !Take("["))
        {
            return false;
        }

        SkipBlanks();
        if (Take("]"))
        {
            return true;
        }

        do
        {
            if (!ReadPadded(depth))
            {
                return false;
            }
        }
        while (Take(","));

        return Take("]");
    }

    private bool ReadPadded(int depth)
    {
        SkipBlanks();
        bool isValue = ReadValue(depth);
        SkipBlanks();
        return isValue;
    }

    private bool ReadText(out string text)
    {
        var letters = new StringBuilder();
        text = "";
        if (!Take("\""))
        {
            return false;
        }

        while (_at < _text.Length && _text[_at] is not '"' and >= ' ')
        {
            if (_text[_at] != '\\')
            {
                letters.Append(_text[_at++]);
            }
            else if (!ReadEscape(letters))
            {
                return false;
            }
        }

        text = letters.ToString();
        return Take("\"");
    }

    private bool ReadEscape(StringBuilder letters)
    {
        int kind = _at + 1 < _text.Length ? "\"\\/bfnrtu".IndexOf(_text[_at + 1]) : -1;
        _at += 2;
        if (kind is >= 0 and < 8)
        {
            letters.Append("\"\\/\b\f\n\r\t"[kind]);
            return true;
        }

        ushort code = 0;
        bool isCode = kind == 8 && _at + 4 <= _text.Length
            && ushort.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
        if (isCode)
        {
            letters.Append((char)code);
            _at += 4;
        }

        return isCode;
    }

    // -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
    private bool ReadNumber()
    {
        Take("-");
        return (Take("0") || Digits())
            && (!Take(".") || Digits())
            && (!(Take("e") || Take("E")) || ((Take("+") || Take("-") || true) && Digits()));
    }

    private bool Digits()
    {
        int start = _at;
        while (Peek() is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start;
    }

    private bool Take(string token)
    {
        bool isNext = string.CompareOrdinal(_text, _at, token, 0, token.Length) == 0;
        _at += isNext ? token.Length : 0;
        return isNext;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }
}

using System.Text;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>
/// Walks JSON as Celery's <c>saferepr</c> walks objects: token by token, each counted against the limit. The token that meets a
/// used-up limit becomes <c>, ...</c>, and every container that is still open is closed; a closing bracket that meets it is lost.
/// </summary>
internal ref struct PythonReprWriter(ReadOnlySpan<byte> utf8Json, int maxLength, Span<char> start)
{
    private const int DeepestLevel = 3;
    private const string Dots = "...";

    private Utf8JsonReader _reader = new(utf8Json, JsonText.ReaderOptions);
    private TextBuilder _text = new(start);
    private int _left = maxLength;
    private bool _isCut;

    public string Write(bool isTuple)
    {
        _reader.Read();
        if (isTuple && _reader.TokenType == JsonTokenType.StartArray)
        {
            WriteList(level: 0, isTuple: true);
        }
        else
        {
            WriteValue(level: 0);
        }

        return _text.ToString();
    }

    public readonly void Dispose() => _text.Dispose();

    private void WriteValue(int level)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartArray when level < DeepestLevel:
                WriteList(level, isTuple: false);
                break;
            case JsonTokenType.StartObject when level < DeepestLevel:
                WriteDictionary(level);
                break;
            case JsonTokenType.StartArray:
                WriteScalar("[...]");
                _reader.Skip();
                break;
            case JsonTokenType.StartObject:
                WriteScalar("{...}");
                _reader.Skip();
                break;
            case JsonTokenType.String:
                WriteQuoted();
                break;
            case JsonTokenType.Number:
                WriteNumber();
                break;
            default:
                WriteScalar(_reader.TokenType switch
                {
                    JsonTokenType.True => "True",
                    JsonTokenType.False => "False",
                    _ => "None",
                });
                break;
        }
    }

    private void WriteList(int level, bool isTuple)
    {
        WriteLiteral(isTuple ? "(" : "[");
        Utf8JsonReader first = isTuple ? _reader : default;
        int items = 0;
        while (!_isCut && _reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (items++ > 0)
            {
                WriteLiteral(", ");
            }

            if (!_isCut)
            {
                WriteValue(level + 1);
            }
        }

        // Python needs the comma to tell a tuple of one from brackets.
        bool isSingle = isTuple && (_isCut ? items < 2 && HasOneItem(ref first) : items == 1);
        Close(!isTuple ? "]" : isSingle ? ",)" : ")");
    }

    private void WriteDictionary(int level)
    {
        WriteLiteral("{");
        bool isFirst = true;
        while (!_isCut && _reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            if (!isFirst)
            {
                WriteLiteral(", ");
            }

            isFirst = false;
            if (!_isCut)
            {
                WriteQuoted();
                WriteLiteral(": ");
                _reader.Read();
            }

            if (!_isCut)
            {
                WriteValue(level + 1);
            }
        }

        Close("}");
    }

    private void WriteNumber()
    {
        ReadOnlySpan<byte> digits = _reader.ValueSpan;
        if (digits.IndexOfAny(".eE"u8) < 0)
        {
            WriteScalar(digits.SequenceEqual("-0"u8) ? "0" : Encoding.ASCII.GetString(digits));
        }
        else
        {
            Span<char> text = stackalloc char[PythonFloat.MaxLength];
            WriteScalar(text[..PythonFloat.Format(_reader.GetDouble(), text)]);
        }
    }

    private void WriteQuoted()
    {
        if (IsOver())
        {
            return;
        }

        ReadOnlySpan<byte> value = _reader.ValueSpan;
        ReadOnlySpan<byte> shown = value[..Math.Min(value.Length, _left)];
        _text.Append('\'');
        if (shown.IndexOfAny((byte)'\\', (byte)'\'') >= 0 || !Ascii.IsValid(shown))
        {
            _left -= PythonQuoted.Append(ref _text, value, _left) + 2;
        }
        else if (shown.Length < _left)
        {
            _text.AppendAscii(shown);
            _left -= shown.Length + 2;
        }
        else
        {
            int lastSpace = shown.LastIndexOf((byte)' ');
            shown = lastSpace < 0 ? shown : shown[..lastSpace];
            _text.AppendAscii(shown);
            _text.Append(Dots);
            _left -= shown.Length + Dots.Length + 2;
        }

        _text.Append('\'');
    }

    /// <summary>Brackets, commas and colons: counted, never cut.</summary>
    private void WriteLiteral(string literal)
    {
        if (!IsOver())
        {
            _text.Append(literal);
            _left -= literal.Length;
        }
    }

    private void WriteScalar(scoped ReadOnlySpan<char> scalar)
    {
        if (IsOver())
        {
            return;
        }

        if (scalar.Length < _left)
        {
            _text.Append(scalar);
            _left -= scalar.Length;
        }
        else
        {
            _text.Append(scalar[.._left]);
            _text.Append(Dots);
            _left = -Dots.Length;
        }
    }

    private void Close(string bracket)
    {
        if (_isCut)
        {
            _text.Append(bracket);
        }
        else
        {
            WriteLiteral(bracket);
        }
    }

    private bool IsOver()
    {
        if (_left <= 0 && !_isCut)
        {
            _isCut = true;
            _text.Append(", ...");
        }

        return _isCut;
    }

    private static bool HasOneItem(ref Utf8JsonReader list)
    {
        if (!list.Read() || list.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        list.Skip();
        return list.Read() && list.TokenType == JsonTokenType.EndArray;
    }
}

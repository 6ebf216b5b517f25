using System.Globalization;

namespace Downbeat.Protocol;

/// <summary>Shows a floating point number as Python does: the shortest digits, <c>1.0</c>, <c>1e+16</c>, <c>inf</c>.</summary>
internal static class PythonFloat
{
    public const int MaxLength = 32;

    private const int MostDigits = 17;
    private const int SmallestFixedExponent = -4;
    private const int LargestFixedExponent = 16;

    public static int Format(double value, Span<char> text)
    {
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<char> name = double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
            name.CopyTo(text);
            return name.Length;
        }

        Span<char> digits = stackalloc char[MostDigits];
        int count = Digits(value, digits, out int exponent);
        int length = 0;
        if (double.IsNegative(value))
        {
            text[length++] = '-';
        }

        return length + (exponent is >= SmallestFixedExponent and < LargestFixedExponent
            ? Fixed(digits[..count], exponent, text[length..])
            : Scientific(digits[..count], exponent, text[length..]));
    }

    /// <summary>The shortest digits that mean this number; the first stands for so many times 10 to the exponent.</summary>
    private static int Digits(double value, Span<char> digits, out int exponent)
    {
        // "E16" is not the shortest; "R" is, but in one of two forms.
        Span<char> shortest = stackalloc char[MaxLength];
        Math.Abs(value).TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture);
        ReadOnlySpan<char> mantissa = shortest[..length];
        int e = mantissa.IndexOf('E');
        exponent = e < 0 ? 0 : int.Parse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        mantissa = e < 0 ? mantissa : mantissa[..e];
        int point = mantissa.IndexOf('.');
        exponent += (point < 0 ? mantissa.Length : point) - 1;

        int count = 0;
        foreach (char digit in mantissa)
        {
            if (digit == '.')
            {
                continue;
            }

            if (count == 0 && digit == '0')
            {
                exponent--;
            }
            else if (count < MostDigits)
            {
                digits[count++] = digit;
            }
        }

        if (count == 0)
        {
            exponent = 0;
            digits[0] = '0';
            return 1;
        }

        return digits[..count].TrimEnd('0').Length;
    }

    private static int Fixed(ReadOnlySpan<char> digits, int exponent, Span<char> text)
    {
        int length = 0;
        int last = Math.Max(digits.Length - 1, exponent + 1);
        for (int place = Math.Min(exponent, 0); place <= last; place++)
        {
            text[length++] = place >= 0 && place < digits.Length ? digits[place] : '0';
            if (length == Math.Max(exponent, 0) + 1)
            {
                text[length++] = '.';
            }
        }

        return length;
    }

    private static int Scientific(ReadOnlySpan<char> digits, int exponent, Span<char> text)
    {
        int length = 0;
        text[length++] = digits[0];
        if (digits.Length > 1)
        {
            text[length++] = '.';
            digits[1..].CopyTo(text[length..]);
            length += digits.Length - 1;
        }

        text[length++] = 'e';
        text[length++] = exponent < 0 ? '-' : '+';
        Math.Abs(exponent).TryFormat(text[length..], out int written, "00", CultureInfo.InvariantCulture);
        return length + written;
    }
}

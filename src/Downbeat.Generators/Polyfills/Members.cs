using System.Globalization;

namespace Downbeat;

/// <summary>Members of the base library that the kernel's files use and netstandard2.0 does not have.</summary>
internal static class Members
{
    extension(char)
    {
        public static bool IsAsciiLetter(char letter) => (letter | 0x20) is >= 'a' and <= 'z';

        public static bool IsAsciiLetterUpper(char letter) => letter is >= 'A' and <= 'Z';
    }

    extension(double)
    {
        public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

        public static bool TryParse(ReadOnlySpan<char> text, NumberStyles styles, IFormatProvider provider, out double value) =>
            double.TryParse(text.ToString(), styles, provider, out value);
    }

    extension(Enum)
    {
        public static T[] GetValues<T>() => (T[])Enum.GetValues(typeof(T));
    }

    extension(TimeSpan)
    {
        public static long TicksPerMicrosecond => 10;

        public static TimeSpan operator /(TimeSpan time, double divisor) => TimeSpan.FromTicks((long)Math.Round(time.Ticks / divisor));
    }

    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    extension(StringSplitOptions)
    {
        public static StringSplitOptions TrimEntries => (StringSplitOptions)2;
    }

    extension(string text)
    {
        public static string Create(IFormatProvider provider, FormattableString value) => value.ToString(provider);

        public static string Join(char separator, string[] values) => string.Join(separator.ToString(), values);

        public static string Join(char separator, ReadOnlySpan<string> values) => string.Join(separator.ToString(), values.ToArray());

        public int IndexOf(char value, StringComparison comparison) => text.IndexOf(value.ToString(), comparison);

        public bool Contains(char value) => text.IndexOf(value) >= 0;

        public bool EndsWith(char value) => text.Length > 0 && text[text.Length - 1] == value;

        public string[] Split(char separator, StringSplitOptions options)
        {
            string[] parts = text.Split([separator], options & StringSplitOptions.RemoveEmptyEntries);
            return options.HasFlag(StringSplitOptions.TrimEntries) ? Array.ConvertAll(parts, static part => part.Trim()) : parts;
        }
    }

    extension(ReadOnlySpan<char> span)
    {
        public bool ContainsAny(char first, char second, char third) => span.IndexOfAny(first, second, third) >= 0;

        public bool ContainsAnyExceptInRange(char least, char most)
        {
            foreach (char letter in span)
            {
                if (letter < least || letter > most)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

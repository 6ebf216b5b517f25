namespace Downbeat.Schedules.Crontabs;

/// <summary>
/// Reads one field in Celery's grammar: parts joined by commas, each <c>*</c>, <c>a</c> or <c>a-b</c>, with <c>/n</c> after <c>*</c>
/// and ranges.
/// </summary>
/// <remarks>
/// Stricter than Celery where it guesses: nothing may be left over after a part, digits are ASCII digits, a name counts only in its own
/// field. Wider in one point: 7 is Sunday, as the start of a range (<c>7-2</c> is <c>0-2</c>) and as its end (<c>5-7</c> is 5, 6, 0).
/// </remarks>
internal static class CrontabFieldParser
{
    // Longer numbers mean the same as this one: too large for a value, and a step that takes the first value only.
    private const int Huge = 1000;

    internal static Parsed<CrontabField> Read(CrontabFieldKind kind, string? text)
    {
        string[] parts = $"{text}".Split(',', StringSplitOptions.TrimEntries);
        ulong set = 0;
        foreach (string part in parts)
        {
            ulong values = ReadPart(kind, part);
            if (values == 0)
            {
                return new InvalidValueException(kind.Name, text, kind.Allowed);
            }

            set |= values;
        }

        return new CrontabField(string.Join(',', parts), set);
    }

    /// <summary>The part's values, or none when it is refused: no part that is accepted is empty.</summary>
    private static ulong ReadPart(CrontabFieldKind kind, ReadOnlySpan<char> part)
    {
        int slash = part.IndexOf('/');
        bool hasStep = slash >= 0;
        ReadOnlySpan<char> range = hasStep ? part[..slash] : part;
        int step = hasStep ? ReadNumber(part[(slash + 1)..]) : 1;
        if (step < 1)
        {
            return 0;
        }

        if (range is "*")
        {
            return Values(kind, kind.Least, kind.Most, step);
        }

        int dash = range.IndexOf('-');
        if (dash >= 0)
        {
            return Range(kind, ReadValue(kind, range[..dash]), ReadValue(kind, range[(dash + 1)..]), step);
        }

        int value = ReadValue(kind, range);
        return !hasStep && value >= 0 ? 1UL << Wrap(kind, value) : 0;
    }

    private static ulong Range(CrontabFieldKind kind, int from, int to, int step)
    {
        if (from < 0 || to < 0)
        {
            return 0;
        }

        return Values(kind, from, to < from ? to + kind.Span : to, step);
    }

    /// <summary>The values from one to another, step by step and beginning again at the field's least after its most.</summary>
    private static ulong Values(CrontabFieldKind kind, int from, int to, int step)
    {
        ulong set = 0;
        for (int value = from; value <= to; value += step)
        {
            set |= 1UL << Wrap(kind, value);
        }

        return set;
    }

    private static int Wrap(CrontabFieldKind kind, int value) => value > kind.Most ? value - kind.Span : value;

    /// <summary>A number or a name of the field, or −1.</summary>
    private static int ReadValue(CrontabFieldKind kind, ReadOnlySpan<char> text)
    {
        int value = ReadNumber(text);
        return value < 0 ? ReadName(kind, text)
            : value >= kind.Least && value <= kind.Highest ? value
            : -1;
    }

    private static int ReadNumber(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return -1;
        }

        int number = 0;
        foreach (char digit in text)
        {
            number = Math.Min((number * 10) + digit - '0', Huge);
        }

        return number;
    }

    private static int ReadName(CrontabFieldKind kind, ReadOnlySpan<char> text)
    {
        for (int index = 0; index < kind.Names.Length; index++)
        {
            if (text.StartsWith(kind.Names[index], StringComparison.OrdinalIgnoreCase) && AreLetters(text))
            {
                return kind.Least + index;
            }
        }

        return -1;
    }

    private static bool AreLetters(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetter(letter))
            {
                return false;
            }
        }

        return true;
    }
}

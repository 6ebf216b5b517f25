namespace Downbeat.Schedules.Crontabs;

/// <summary>What one of the five fields may hold.</summary>
internal sealed class CrontabFieldKind
{
    private readonly string _values;

    private CrontabFieldKind(string name, int least, int most, int highest, string values, params string[] names)
    {
        Name = name;
        Least = least;
        Most = most;
        Highest = highest;
        Names = names;
        _values = values;
    }

    internal static CrontabFieldKind Minute => new("minute", 0, 59, 59, "0 to 59");

    internal static CrontabFieldKind Hour => new("hour", 0, 23, 23, "0 to 23");

    internal static CrontabFieldKind DayOfMonth => new("day_of_month", 1, 31, 31, "1 to 31");

    internal static CrontabFieldKind MonthOfYear => new(
        "month_of_year", 1, 12, 12, "1 to 12 or jan to dec",
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    internal static CrontabFieldKind DayOfWeek => new(
        "day_of_week", 0, 6, 7, "0 to 7 (0 and 7 are Sunday) or sun to sat", "sun", "mon", "tue", "wed", "thu", "fri", "sat");

    internal string Name { get; }

    internal int Least { get; }

    internal int Most { get; }

    /// <summary>The highest number that is accepted: the day of the week has one more, which is its least again.</summary>
    internal int Highest { get; }

    /// <summary>How many values the field runs through before it begins again.</summary>
    internal int Span => Most - Least + 1;

    /// <summary>The names of the values from <see cref="Least"/> on, by their first three letters.</summary>
    internal string[] Names { get; }

    internal string Allowed => $"{_values}, *, a range a-b, a step /n after * or a range, or several of these joined by commas";
}

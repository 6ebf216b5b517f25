namespace Downbeat.Schedules.Crontabs;

/// <summary>What one of the five fields may hold.</summary>
internal sealed class CrontabFieldKind
{
    internal static readonly CrontabFieldKind Minute = new("minute", 0, 59, [], "0 to 59");
    internal static readonly CrontabFieldKind Hour = new("hour", 0, 23, [], "0 to 23");
    internal static readonly CrontabFieldKind DayOfMonth = new("day_of_month", 1, 31, [], "1 to 31");

    internal static readonly CrontabFieldKind MonthOfYear = new(
        "month_of_year", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], "1 to 12 or jan to dec");

    internal static readonly CrontabFieldKind DayOfWeek = new(
        "day_of_week", 0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"], "0 to 7 (0 and 7 are Sunday) or sun to sat");

    private readonly string _values;

    private CrontabFieldKind(string name, int least, int most, string[] names, string values)
    {
        Name = name;
        Least = least;
        Most = most;
        Names = names;
        _values = values;
    }

    internal string Name { get; }

    internal int Least { get; }

    internal int Most { get; }

    /// <summary>How many values the field runs through before it begins again.</summary>
    internal int Span => Most - Least + 1;

    /// <summary>The names of the values from <see cref="Least"/> on, by their first three letters.</summary>
    internal string[] Names { get; }

    internal string Allowed => $"{_values}, *, a range a-b, a step /n after * or a range, or several of these joined by commas";
}

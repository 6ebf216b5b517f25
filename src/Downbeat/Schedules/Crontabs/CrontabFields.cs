namespace Downbeat.Schedules.Crontabs;

/// <summary>The five fields of an expression that can match.</summary>
internal sealed record CrontabFields(
    CrontabField Minute, CrontabField Hour, CrontabField DayOfMonth, CrontabField MonthOfYear, CrontabField DayOfWeek)
{
    private static readonly int[] LongestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    internal string Expression => $"{Minute.Text} {Hour.Text} {DayOfMonth.Text} {MonthOfYear.Text} {DayOfWeek.Text}";

    /// <summary>
    /// Whether the expression names times of day, which happen once, rather than a rhythm, which goes on through a repeated hour.
    /// </summary>
    internal bool AreTimesOfDay => Minute.IsPlain && Hour.IsPlain;

    internal static Parsed<CrontabFields> Read(string? minute, string? hour, string? dayOfMonth, string? monthOfYear, string? dayOfWeek)
    {
        Parsed<CrontabField> minutes = CrontabFieldParser.Read(CrontabFieldKind.Minute, minute);
        Parsed<CrontabField> hours = CrontabFieldParser.Read(CrontabFieldKind.Hour, hour);
        Parsed<CrontabField> days = CrontabFieldParser.Read(CrontabFieldKind.DayOfMonth, dayOfMonth);
        Parsed<CrontabField> months = CrontabFieldParser.Read(CrontabFieldKind.MonthOfYear, monthOfYear);
        Parsed<CrontabField> weekdays = CrontabFieldParser.Read(CrontabFieldKind.DayOfWeek, dayOfWeek);
        if ((minutes.Refusal ?? hours.Refusal ?? days.Refusal ?? months.Refusal ?? weekdays.Refusal) is { } refusal)
        {
            return refusal;
        }

        var fields = new CrontabFields(
            minutes.ValueOrThrow, hours.ValueOrThrow, days.ValueOrThrow, months.ValueOrThrow, weekdays.ValueOrThrow);
        return fields.NeverRefusal() is { } never ? never : fields;
    }

    /// <summary>
    /// The refusal of a date that no year has. Only the shortest of the days and the longest of the months decide it: every other date,
    /// 29 February included, falls on every weekday sooner or later.
    /// </summary>
    private InvalidValueException? NeverRefusal()
    {
        int longest = MonthOfYear.Values().Max(static month => LongestMonths[month - 1]);
        return DayOfMonth.Values()[0] <= longest
            ? null
            : new InvalidValueException(
                "day_of_month",
                DayOfMonth.Text,
                $"a day that month_of_year '{MonthOfYear.Text}' has, at most {longest}: this expression would never match");
    }
}

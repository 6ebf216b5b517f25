using System.Text.RegularExpressions;
using Downbeat.Schedules;
using Downbeat.Schedules.Crontabs;
using NodaTime;

namespace Downbeat.Tests.Schedules.Crontabs;

public sealed class CrontabGoldenTests
{
    private static readonly Regex NumberOrRange =
        new("^0*[0-7](-0*[0-7])?(/[0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Dictionary<string, CrontabFieldKind> Kinds = new[]
    {
        CrontabFieldKind.Minute,
        CrontabFieldKind.Hour,
        CrontabFieldKind.DayOfMonth,
        CrontabFieldKind.MonthOfYear,
        CrontabFieldKind.DayOfWeek,
    }.ToDictionary(static kind => kind.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_recorded_field_reads_as_Celery_read_it_except_where_the_difference_is_deliberate()
    {
        // Recorded values that are no texts (lists, None, floats, booleans) have no counterpart; whole numbers do.
        FieldCase[] cases =
        [
            .. GoldenData.CrontabFields.Where(static row => row.How is not "crontab_value" || int.TryParse(row.Input, out _)),
        ];
        cases.Length.ShouldBeGreaterThan(1300);
        var unexplained = new List<string>();
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (FieldCase row in cases)
        {
            Parsed<CrontabField> read = CrontabFieldParser.Read(Kinds[row.Field], row.Input);
            int[]? ours = read.Refusal is null ? read.ValueOrThrow.Values() : null;
            string? difference = DifferenceOf(row);
            bool isSame = ours is null ? row.Result is null : row.Result is not null && ours.SequenceEqual(row.Result);
            if (isSame == (difference is null))
            {
                uses[difference ?? ""] = uses.GetValueOrDefault(difference ?? "") + 1;
            }
            else
            {
                unexplained.Add(
                    $"{row.Field} {row.How} '{row.Input}': Celery {Show(row.Result)}, "
                    + $"here {Show(ours)}, expected: {difference ?? "the same"}");
            }
        }

        unexplained.ShouldBeEmpty();
        uses.Keys.ShouldBe(
            ["", "7 is Sunday", "a name in another field", "a month's name", "left over", "not plain digits"], ignoreOrder: true);
    }

    [Fact]
    public void Every_recorded_expression_expands_to_the_sets_Celery_expands_it_to()
    {
        foreach (ParsedCase row in GoldenData.CrontabParsed.Where(static row => !IsImpossible(row.Expression)))
        {
            CrontabSchedule schedule = Schedule.Crontab(row.Expression);

            schedule.Minutes.ShouldBe(row.Minute, row.Expression);
            schedule.Hours.ShouldBe(row.Hour, row.Expression);
            schedule.DaysOfMonth.ShouldBe(row.DayOfMonth, row.Expression);
            schedule.MonthsOfYear.ShouldBe(row.MonthOfYear, row.Expression);
            schedule.DaysOfWeek.ShouldBe(row.DayOfWeek, row.Expression);
        }
    }

    [Fact]
    public void The_recorded_expressions_that_never_match_are_refused()
    {
        string[] impossible = [.. GoldenData.CrontabParsed.Select(static row => row.Expression).Where(IsImpossible)];

        impossible.ShouldBe(["0 0 30 2 *", "0 0 31 2 *", "0 0 31 4,6,9,11 *"]);
        foreach (string expression in impossible)
        {
            Should.Throw<InvalidValueException>(() => Schedule.Crontab(expression)).Field.ShouldBe("day_of_month");
        }
    }

    [Fact]
    public void Every_recorded_row_without_a_transition_fires_at_the_same_instants()
    {
        var wrong = new List<string>();
        int rows = 0;
        int lostMonths = 0;
        foreach (FiresCase row in GoldenData.CrontabFires.Where(static row => !row.HasTransition).EveryNth(Math.Min(Sample.Step, 4)))
        {
            rows++;
            CrontabSchedule schedule = Schedule.Crontab(row.Expression, row.TimeZone);
            var start = DateTimeOffset.FromUnixTimeSeconds(row.Start);
            IEnumerable<DateTimeOffset> ours = schedule.OccurrencesAfter(start).Take(row.Fires.Length);
            if (AreSame(ours, row))
            {
                continue;
            }

            if (AreSame(WithCelerysLostMonths(schedule, row), row))
            {
                lostMonths++;
                continue;
            }

            wrong.Add($"{row.Expression} {row.TimeZone} from {row.Start}");
        }

        wrong.ShouldBeEmpty();
        if (Sample.Step == 1)
        {
            rows.ShouldBe(2440);
            lostMonths.ShouldBe(12);
        }
    }

    [Fact]
    public void Every_recorded_row_with_a_transition_fires_as_our_own_rule_says()
    {
        var wrong = new List<string>();
        foreach (FiresCase row in GoldenData.CrontabFires.Where(static row => row.HasTransition).EveryNth())
        {
            CrontabSchedule schedule = Schedule.Crontab(row.Expression, row.TimeZone);
            DateTimeOffset from = DateTimeOffset.FromUnixTimeSeconds(row.Start);
            DateTimeOffset to = from.AddDays(3);
            IEnumerable<DateTimeOffset> ours = schedule.OccurrencesAfter(from).TakeWhile(at => at <= to);
            if (!ours.SequenceEqual(new WallClockOracle(schedule).Between(from, to)))
            {
                wrong.Add($"{row.Expression} {row.TimeZone} from {row.Start}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>The deliberate differences from Celery's parser, each as a predicate over field and text; null is none.</summary>
    private static string? DifferenceOf(FieldCase row)
    {
        bool celeryAccepts = row.Result is not null;
        string text = row.Input;
        string[] words = text.ToLowerInvariant().Split(',', '-', '/');
        if (!celeryAccepts && row.Field is "day_of_week" && NumberOrRange.IsMatch(text) && text.Contains('7'))
        {
            return "7 is Sunday";
        }

        if (celeryAccepts && row.Field is not "day_of_week" && words.Any(static word => DayNames.Any(word.StartsWith)))
        {
            return "a name in another field";
        }

        if (!celeryAccepts && row.Field is "month_of_year" && words.All(static word => MonthNames.Any(word.StartsWith)))
        {
            return "a month's name";
        }

        if (celeryAccepts && text.Split(',').Any(LeavesSomethingOver))
        {
            return "left over";
        }

        return celeryAccepts && text.Any(static letter => letter is '+' or '_' || (char.IsDigit(letter) && !char.IsAsciiDigit(letter)))
            ? "not plain digits"
            : null;
    }

    private static bool AreSame(IEnumerable<DateTimeOffset> ours, FiresCase row)
        => ours.Select(static at => at.ToUnixTimeSeconds()).SequenceEqual(row.Fires);

    /// <summary>
    /// A defect of Celery that is not copied: unless day and month are both <c>*</c>, it takes the next local date as one of UTC, and
    /// when that lies before the last fire, as it does on evenings west of Greenwich, it goes on with the next month.
    /// </summary>
    private static IEnumerable<DateTimeOffset> WithCelerysLostMonths(CrontabSchedule schedule, FiresCase row)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[schedule.TimeZone];
        DateTimeOffset last = DateTimeOffset.FromUnixTimeSeconds(row.Start);
        for (int fire = 0; fire < row.Fires.Length; fire++)
        {
            DateTimeOffset next = schedule.NextAfter(last)!.Value;
            LocalDate lastDate = Instant.FromDateTimeOffset(last).InZone(zone).Date;
            LocalDate date = Instant.FromDateTimeOffset(next).InZone(zone).Date;
            while (date != lastDate && date.AtMidnight().InUtc().ToDateTimeOffset() < last)
            {
                Instant nextMonth = date.With(DateAdjusters.StartOfMonth).PlusMonths(1).AtStartOfDayInZone(zone).ToInstant();
                next = schedule.NextAfter((nextMonth - Duration.Epsilon).ToDateTimeOffset())!.Value;
                date = Instant.FromDateTimeOffset(next).InZone(zone).Date;
            }

            yield return next;
            last = next;
        }
    }

    private static bool LeavesSomethingOver(string part)
        => part.Count('/') > 1 || part.Count('-') > 1 || (part.Contains('/') && !part.Contains('-') && !part.StartsWith('*'));

    private static bool IsImpossible(string expression) => expression is "0 0 30 2 *" or "0 0 31 2 *" or "0 0 31 4,6,9,11 *";

    private static string Show(int[]? set) => set is null ? "refused" : string.Join(' ', set);
}

using System.Globalization;

namespace Downbeat.Schedules.Crontabs;

/// <summary>Says an expression in English, from the sets its fields stand for: when in the day, then on which days.</summary>
internal static class CrontabDescriber
{
    private const int MostTimesListed = 4;

    internal static string Describe(CrontabFields fields)
    {
        int[] minutes = fields.Minute.Values();
        int[] hours = fields.Hour.Values();
        if (minutes.Length * hours.Length <= MostTimesListed)
        {
            IEnumerable<string> times = hours.SelectMany(hour => minutes.Select(minute => Time(hour, minute)));
            string days = Days(fields);
            return $"At {ValueList.Join([.. times])}{(days.StartsWith(" on", StringComparison.Ordinal) ? days : " every day" + days)}";
        }

        return Rhythm(minutes, hours) + Days(fields);
    }

    /// <summary>The rhythm through the day: every n minutes or certain minutes, in all hours, in every n-th or in some.</summary>
    private static string Rhythm(int[] minutes, int[] hours)
    {
        int minuteStep = StepOf(minutes, 60);
        int hourStep = StepOf(hours, 24);
        if (minutes is [0] && hourStep > 0)
        {
            return Every(hourStep, "hour");
        }

        string list = ValueList.Of(minutes, 0, 59, static minute => minute.ToString(CultureInfo.InvariantCulture));
        string rhythm = minuteStep > 0 ? Every(minuteStep, "minute") : $"At minute{(minutes.Length > 1 ? "s" : "")} {list}";
        return hourStep switch
        {
            0 => $"{rhythm}{(minuteStep > 0 ? "" : " of every hour")} {Spans(hours)}",
            1 => minuteStep > 0 ? rhythm : $"{rhythm} of every hour",
            2 => $"{rhythm} of every 2nd hour",
            3 => $"{rhythm} of every 3rd hour",
            _ => $"{rhythm} of every {hourStep}th hour",
        };
    }

    private static string Spans(int[] hours)
        => ValueList.Join([.. ValueList.Runs(hours, 0, 23).Select(static run => $"from {Time(run.From, 0)} to {Time(run.To, 59)}")]);

    private static string Days(CrontabFields fields)
    {
        int[] daysOfMonth = fields.DayOfMonth.Values();
        int[] months = fields.MonthOfYear.Values();

        // The week is told from Monday on, so Sunday goes last, as 7.
        int[] weekdays = [.. fields.DayOfWeek.Values().Select(static day => day == 0 ? 7 : day).Order()];
        string monthList = ValueList.Of(months, 1, 12, CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName);
        string weekdayList = ValueList.Of(
            weekdays, 1, 7, static day => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(day % 7)));
        bool allWeekdays = weekdays.Length == 7;
        if (daysOfMonth.Length == 31)
        {
            return (allWeekdays ? "" : $" on {weekdayList}") + (months.Length == 12 ? "" : $" in {monthList}");
        }

        string dayList = ValueList.Of(daysOfMonth, 1, 31, static day => day.ToString(CultureInfo.InvariantCulture));
        string ofMonths = months.Length == 12 ? "every month" : monthList;
        return $" on day{(daysOfMonth.Length > 1 ? "s" : "")} {dayList} of {ofMonths}{(allWeekdays ? "" : $", if {weekdayList}")}";
    }

    private static string Every(int step, string unit) => step == 1 ? $"Every {unit}" : $"Every {step} {unit}s";

    private static string Time(int hour, int minute) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}");

    /// <summary>
    /// The step when two or more values run evenly through the whole cycle from 0 on, so that no beat is cut short at its end; else 0.
    /// </summary>
    private static int StepOf(int[] values, int span)
    {
        int step = span / values.Length;
        bool isEven = step * values.Length == span && values.Select((value, index) => value == index * step).All(static fits => fits);
        return isEven && values.Length > 1 ? step : 0;
    }
}

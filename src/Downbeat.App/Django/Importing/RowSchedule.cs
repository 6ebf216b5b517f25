using Downbeat.App.Django.Reading;
using Downbeat.Schedules;

namespace Downbeat.App.Django.Importing;

/// <summary>The schedule a row refers to.</summary>
internal static class RowSchedule
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidValueException">There is none, there are several, or it makes no sense.</exception>
    public static Schedule Read(DjangoContents contents, DjangoRow row, string crontabZone)
    {
        (string Column, long Id)[] references =
        [
            .. DjangoReader.Kinds.Select(kind => (kind.Column, Id: row.Whole(kind.Column))).Where(kind => kind.Id is not null)
                .Select(kind => (kind.Column, kind.Id!.Value)),
        ];
        if (references.Length != 1)
        {
            throw new InvalidValueException(
                "schedule",
                references.Length == 0 ? null : string.Join(", ", references.Select(one => one.Column)),
                "exactly one of interval, crontab, solar and clocked");
        }

        (string column, long id) = references[0];
        DjangoRow schedule = contents.Schedules[column].GetValueOrDefault(id)
            ?? throw new InvalidValueException(column, id, "a schedule that is there: none has this id");
        return column switch
        {
            "interval_id" => Interval(schedule),
            "crontab_id" => Crontab(schedule, crontabZone),
            "solar_id" => Schedule.Solar(
                ScheduleNames.ParseSolarEvent(schedule.Raw("event") ?? ""), schedule.Number("latitude") ?? double.NaN, schedule.Number("longitude") ?? double.NaN),
            _ => Schedule.Clocked(schedule.Instant("clocked_time") ?? throw new InvalidValueException("clocked_time", null, "an instant")),
        };
    }

    private static IntervalSchedule Interval(DjangoRow schedule)
    {
        return Schedule.Interval(schedule.Whole("every") ?? 0, ScheduleNames.ParsePeriod(schedule.Raw("period") ?? ""));
    }

    private static CrontabSchedule Crontab(DjangoRow schedule, string crontabZone)
    {
        string weekdays = schedule.Raw("day_of_week") ?? "";
        if (NamesSeven(weekdays))
        {
            throw new InvalidValueException(
                "day_of_week",
                weekdays,
                "0 to 6 or sun to sat. Celery's beat cannot read 7, so this row has never run; write 0 for Sunday there if it shall run here");
        }

        return new CrontabSchedule(
            schedule.Raw("minute") ?? "",
            schedule.Raw("hour") ?? "",
            schedule.Raw("day_of_month") ?? "",
            schedule.Raw("month_of_year") ?? "",
            weekdays,
            schedule.Has("timezone") ? schedule.Text("timezone") ?? crontabZone : crontabZone);
    }

    // Django's form allows it for Sunday, and the beat then drops the row without a word. A step of seven is none of these.
    private static bool NamesSeven(string weekdays)
    {
        return weekdays.Split(',').SelectMany(part => part.Split('/')[0].Split('-')).Any(value => value.Trim().TrimStart('0') == "7");
    }
}

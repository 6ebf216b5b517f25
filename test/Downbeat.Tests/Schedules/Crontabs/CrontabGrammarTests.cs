using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules.Crontabs;

public sealed class CrontabGrammarTests
{
    [Theory]
    [InlineData("*", "0 1 2 3 4 5 6")]
    [InlineData("3", "3")]
    [InlineData("1,3,5", "1 3 5")]
    [InlineData("2-4", "2 3 4")]
    [InlineData("5-1", "0 1 5 6")]
    [InlineData("5-1/2", "0 5")]
    [InlineData("*/2", "0 2 4 6")]
    [InlineData("*/7", "0")]
    [InlineData("*/100", "0")]
    [InlineData("*/99999999999999999999", "0")]
    [InlineData("1-5/99999999999999999999", "1")]
    [InlineData("01-005/0002", "1 3 5")]
    [InlineData("mon", "1")]
    [InlineData("MONDAY,tue", "1 2")]
    [InlineData("fri-mon", "0 1 5 6")]
    [InlineData("mon-fri/2", "1 3 5")]
    [InlineData("2-fri", "2 3 4 5")]
    [InlineData("7", "0")]
    [InlineData("5-7", "0 5 6")]
    [InlineData("6-7", "0 6")]
    [InlineData("5-7/2", "0 5")]
    [InlineData("1-7/2", "0 1 3 5")]
    [InlineData("3-7/4", "0 3")]
    [InlineData("0-7", "0 1 2 3 4 5 6")]
    [InlineData("0-7/7", "0")]
    [InlineData("7-2", "0 1 2")]
    [InlineData("7-6", "0 1 2 3 4 5 6")]
    [InlineData("7-7", "0")]
    [InlineData("7-0", "0")]
    [InlineData("sat-7", "0 6")]
    public void A_day_of_week_stands_for_these_days(string text, string expected)
        => string.Join(' ', new CrontabSchedule("0", "0", "*", "*", text).DaysOfWeek).ShouldBe(expected);

    [Theory]
    [InlineData("*/5", "1 6 11")]
    [InlineData("nov-february", "1 2 11 12")]
    [InlineData("11-3/2", "1 3 11")]
    [InlineData("DEC,jan-mar/2", "1 3 12")]
    public void A_month_of_year_stands_for_these_months(string text, string expected)
        => string.Join(' ', new CrontabSchedule("0", "0", "*", text, "*").MonthsOfYear).ShouldBe(expected);

    [Theory]
    [InlineData("58-2", "0 1 2 58 59")]
    [InlineData("50-10/7", "4 50 57")]
    [InlineData("1-5,3,*/30", "0 1 2 3 4 5 30")]
    public void A_minute_stands_for_these_minutes(string text, string expected)
        => string.Join(' ', new CrontabSchedule(text, "0", "*", "*", "*").Minutes).ShouldBe(expected);

    [Theory]
    [InlineData("22-2/2", "0 2 22")]
    [InlineData("*/23", "0 23")]
    public void An_hour_stands_for_these_hours(string text, string expected)
        => string.Join(' ', new CrontabSchedule("0", text, "*", "*", "*").Hours).ShouldBe(expected);

    [Theory]
    [InlineData("*/10", "1 11 21 31")]
    [InlineData("30-2", "1 2 30 31")]
    public void A_day_of_month_stands_for_these_days(string text, string expected)
        => string.Join(' ', new CrontabSchedule("0", "0", text, "*", "*").DaysOfMonth).ShouldBe(expected);

    [Theory]
    [InlineData("60")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1_0")]
    [InlineData("١")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("1,")]
    [InlineData(",1")]
    [InlineData("1,,2")]
    [InlineData("1-")]
    [InlineData("-")]
    [InlineData("1--5")]
    [InlineData("1-5-7")]
    [InlineData("5-60")]
    [InlineData("60-5")]
    [InlineData("*-5")]
    [InlineData("5-*")]
    [InlineData("**")]
    [InlineData("*5")]
    [InlineData("* *")]
    [InlineData("*/")]
    [InlineData("*/0")]
    [InlineData("*/-1")]
    [InlineData("*/x")]
    [InlineData("*/2/3")]
    [InlineData("*/ 5")]
    [InlineData("5/15")]
    [InlineData("1-5/0")]
    [InlineData("/5")]
    [InlineData("mon")]
    [InlineData("jan")]
    [InlineData("@daily")]
    [InlineData("?")]
    [InlineData("L")]
    [InlineData("99999999999999999999")]
    [InlineData(null)]
    public void A_minute_that_is_none_is_refused_whole(string? text)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => new CrontabSchedule(text!, "*", "*", "*", "*"));

        refusal.Field.ShouldBe("minute");
        refusal.Value.ShouldBe(text);
        refusal.Allowed.ShouldBe("0 to 59, *, a range a-b, a step /n after * or a range, or several of these joined by commas");
    }

    [Theory]
    [InlineData("24 * * *", "hour", "24", "0 to 23, *, ")]
    [InlineData("* 0 * *", "day_of_month", "0", "1 to 31, *, ")]
    [InlineData("* 1-32 * *", "day_of_month", "1-32", "1 to 31, *, ")]
    [InlineData("* * 13 *", "month_of_year", "13", "1 to 12 or jan to dec, *, ")]
    [InlineData("* * 0 *", "month_of_year", "0", "1 to 12 or jan to dec, *, ")]
    [InlineData("* * mon *", "month_of_year", "mon", "1 to 12 or jan to dec, *, ")]
    [InlineData("* * ja *", "month_of_year", "ja", "1 to 12 or jan to dec, *, ")]
    [InlineData("* * jan2 *", "month_of_year", "jan2", "1 to 12 or jan to dec, *, ")]
    [InlineData("* * * 8", "day_of_week", "8", "0 to 7 (0 and 7 are Sunday) or sun to sat, *, ")]
    [InlineData("* * * 0-8", "day_of_week", "0-8", "0 to 7 (0 and 7 are Sunday) or sun to sat, *, ")]
    [InlineData("* * * mar", "day_of_week", "mar", "0 to 7 (0 and 7 are Sunday) or sun to sat, *, ")]
    [InlineData("* * * mon/2", "day_of_week", "mon/2", "0 to 7 (0 and 7 are Sunday) or sun to sat, *, ")]
    [InlineData("* * * mon!", "day_of_week", "mon!", "0 to 7 (0 and 7 are Sunday) or sun to sat, *, ")]
    public void Another_field_that_is_none_is_refused_by_its_name(string lastFour, string field, string value, string allowed)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Crontab("0 " + lastFour));

        refusal.Field.ShouldBe(field);
        refusal.Value.ShouldBe(value);
        refusal.Allowed.ShouldStartWith(allowed);
    }

    [Theory]
    [InlineData("0 0 31 2 *", "31", "a day that month_of_year '2' has, at most 29: this expression would never match")]
    [InlineData("0 0 30 2 1", "30", "a day that month_of_year '2' has, at most 29: this expression would never match")]
    [InlineData("0 0 30,31 feb *", "30,31", "a day that month_of_year 'feb' has, at most 29: this expression would never match")]
    [InlineData("0 0 31 4,6,9,11 *", "31", "a day that month_of_year '4,6,9,11' has, at most 30: this expression would never match")]
    public void A_date_no_year_has_is_refused_with_the_reason(string expression, string value, string allowed)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Crontab(expression));

        refusal.Field.ShouldBe("day_of_month");
        refusal.Value.ShouldBe(value);
        refusal.Allowed.ShouldBe(allowed);
    }

    [Theory]
    [InlineData("0 0 29 2 1", "2044-02-29")]
    [InlineData("0 0 29 2 *", "2028-02-29")]
    [InlineData("0 0 30 2,4 *", "2027-04-30")]
    [InlineData("0 0 31 1,4 *", "2027-01-31")]
    [InlineData("0 0 31 12 *", "2026-12-31")]
    [InlineData("0 0 31 10 *", "2027-10-31")]
    [InlineData("0 0 31 8 *", "2027-08-31")]
    [InlineData("0 0 31 7 *", "2027-07-31")]
    [InlineData("0 0 31 5 *", "2027-05-31")]
    [InlineData("0 0 31 3 *", "2027-03-31")]
    [InlineData("0 0 30 11 *", "2026-11-30")]
    public void A_date_some_year_has_is_found(string expression, string expected)
        => Schedule.Crontab(expression).NextAfter(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero))!.Value
            .ToString("yyyy-MM-dd").ShouldBe(expected);

    [Theory]
    [InlineData("60 24 0 13 8", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "minute")]
    [InlineData("0 24 0 13 8", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "hour")]
    [InlineData("0 0 0 13 8", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "day_of_month")]
    [InlineData("0 0 1 13 8", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "month_of_year")]
    [InlineData("0 0 1 1 8", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "day_of_week")]
    [InlineData("0 0 31 2 1", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "day_of_month")]
    [InlineData("0 0 1 1 1", "Mars", DstGap.Skip + 1, DstOverlap.Both + 1, "timezone")]
    [InlineData("0 0 1 1 1", "UTC", DstGap.Skip + 1, DstOverlap.Both + 1, "dst_gap")]
    [InlineData("0 0 1 1 1", "UTC", DstGap.Skip, DstOverlap.Both + 1, "dst_overlap")]
    public void Of_several_mistakes_the_first_is_told(string expression, string timeZone, DstGap gap, DstOverlap overlap, string field)
        => Should.Throw<InvalidValueException>(() => Schedule.Crontab(expression, timeZone, gap, overlap)).Field.ShouldBe(field);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("1, 2 * * * *")]
    public void Another_number_of_fields_than_five_is_refused(string? expression)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Crontab(expression!));

        refusal.Field.ShouldBe("crontab");
        refusal.Value.ShouldBe(expression);
        refusal.Allowed.ShouldBe("five fields separated by blanks: minute hour day_of_month month_of_year day_of_week");
    }

    [Fact]
    public void Fields_are_separated_by_any_white_space()
        => Schedule.Crontab("\t0  4 *\t\t* mon ").ShouldBe(Schedule.Crontab("0 4 * * mon"));

    [Fact]
    public void White_space_around_the_values_of_a_single_field_is_dropped()
    {
        var schedule = new CrontabSchedule(" 0, 30 ", "4", "*", "*", "mon ,tue");

        schedule.Minute.ShouldBe("0,30");
        schedule.DayOfWeek.ShouldBe("mon,tue");
        schedule.Expression.ShouldBe("0,30 4 * * mon,tue");
    }

    [Fact]
    public void The_texts_stay_as_they_were_given()
    {
        CrontabSchedule schedule = Schedule.Crontab("*/1 04 1-31 JAN-dec Monday", "Europe/Berlin", DstGap.Skip, DstOverlap.Second);

        schedule.Kind.ShouldBe(ScheduleKind.Crontab);
        schedule.Minute.ShouldBe("*/1");
        schedule.Hour.ShouldBe("04");
        schedule.DayOfMonth.ShouldBe("1-31");
        schedule.MonthOfYear.ShouldBe("JAN-dec");
        schedule.DayOfWeek.ShouldBe("Monday");
        schedule.TimeZone.ShouldBe("Europe/Berlin");
        schedule.DstGap.ShouldBe(DstGap.Skip);
        schedule.DstOverlap.ShouldBe(DstOverlap.Second);
    }

    [Fact]
    public void Schedules_are_equal_when_texts_zone_and_rules_are()
    {
        CrontabSchedule schedule = Schedule.Crontab("0 4 * * *", "Europe/Berlin");

        schedule.ShouldBe(new CrontabSchedule("0", "4", "*", "*", "*", "Europe/Berlin"));
        schedule.GetHashCode().ShouldBe(new CrontabSchedule("0", "4", "*", "*", "*", "Europe/Berlin").GetHashCode());
        schedule.ShouldNotBe(Schedule.Crontab("0 5 * * *", "Europe/Berlin"));
        schedule.ShouldNotBe(Schedule.Crontab("00 4 * * *", "Europe/Berlin"));
        schedule.ShouldNotBe(Schedule.Crontab("0 4 * * *", "Europe/Paris"));
        schedule.ShouldNotBe(Schedule.Crontab("0 4 * * *", "Europe/Berlin", DstGap.Skip));
        schedule.ShouldNotBe(Schedule.Crontab("0 4 * * *", "Europe/Berlin", dstOverlap: DstOverlap.Both));
        schedule.Equals((CrontabSchedule?)null).ShouldBeFalse();
        CrontabSchedule[] different =
        [
            schedule,
            Schedule.Crontab("0 5 * * *"),
            Schedule.Crontab("0 4 * * *"),
            Schedule.Crontab("0 4 * * *", "Europe/Berlin", DstGap.Skip),
        ];
        different.Select(static each => each.GetHashCode()).Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("europe/berlin")]
    [InlineData("UTC+01")]
    [InlineData("")]
    [InlineData(null)]
    public void A_zone_the_database_does_not_know_is_refused(string? timeZone)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Crontab("0 4 * * *", timeZone!));

        refusal.Field.ShouldBe("timezone");
        refusal.Value.ShouldBe(timeZone);
        refusal.Allowed.ShouldBe("an id of the IANA time-zone database, such as UTC or Europe/Berlin");
    }

    [Fact]
    public void Every_zone_of_the_database_is_accepted()
    {
        TimeZoneDatabase.Contains("UTC").ShouldBeTrue();
        TimeZoneDatabase.Contains("Etc/UTC").ShouldBeTrue();
        TimeZoneDatabase.Contains("GMT").ShouldBeTrue();
        TimeZoneDatabase.Ids.Count.ShouldBeGreaterThan(590);
        TimeZoneDatabase.Ids.ShouldAllBe(static id => TimeZoneDatabase.Contains(id));
        TimeZoneDatabase.Version.ShouldMatch("^20[0-9]{2}[a-z]$");
    }

    [Fact]
    public void A_rule_that_does_not_exist_is_refused()
    {
        Should.Throw<InvalidValueException>(() => Schedule.Crontab("0 4 * * *", dstGap: (DstGap)9)).Field.ShouldBe("dst_gap");
        Should.Throw<InvalidValueException>(() => Schedule.Crontab("0 4 * * *", dstOverlap: (DstOverlap)9)).Field.ShouldBe("dst_overlap");
    }
}

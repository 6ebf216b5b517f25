using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules;

public sealed class ScheduleTextTests
{
    [Theory]
    [InlineData("interval: 5 minutes", "interval: 5 minutes")]
    [InlineData("  interval :\t5   minutes ", "interval: 5 minutes")]
    [InlineData("interval: 1 minute", "interval: 1 minute")]
    [InlineData("interval: 1 minutes", "interval: 1 minute")]
    [InlineData("interval: 0060 seconds", "interval: 60 seconds")]
    [InlineData("crontab: 0 4 * * *", "crontab: 0 4 * * * UTC")]
    [InlineData("crontab: 0 4 * * * Europe/Berlin", "crontab: 0 4 * * * Europe/Berlin")]
    [InlineData(
        "crontab:0  4 * * *  Europe/Berlin  dst_overlap=second dst_gap=skip ",
        "crontab: 0 4 * * * Europe/Berlin dst_gap=skip dst_overlap=second")]
    [InlineData("crontab: 0 4 * * * dst_gap=skip", "crontab: 0 4 * * * UTC dst_gap=skip")]
    [InlineData("crontab: 0 4 * * * UTC dst_gap=shift dst_overlap=auto", "crontab: 0 4 * * * UTC")]
    [InlineData("crontab: 0 4 * * * UTC dst_overlap=both", "crontab: 0 4 * * * UTC dst_overlap=both")]
    [InlineData("solar: sunset 52.5 13.4", "solar: sunset 52.5 13.4")]
    [InlineData("solar:  dawn_astronomical  -0.0  -1.5e-7 ", "solar: dawn_astronomical 0 -1.5E-07")]
    [InlineData("clocked: 2026-11-23T12:00:00Z", "clocked: 2026-11-23T12:00:00Z")]
    [InlineData(" clocked: 2026-11-23T14:00:00.5+02:00 ", "clocked: 2026-11-23T12:00:00.5Z")]
    [InlineData("clocked: 2026-11-23T12:00:00.1234567Z", "clocked: 2026-11-23T12:00:00.123456Z")]
    public void A_text_reads_to_the_schedule_with_this_canonical_text(string text, string canonical)
    {
        Schedule.Parse(text).ToString().ShouldBe(canonical);

        Schedule.TryParse(text, out Schedule? schedule, out InvalidValueException? refusal).ShouldBeTrue();
        schedule.ShouldBe(Schedule.Parse(canonical));
        refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "kind", null)]
    [InlineData("", "kind", "")]
    [InlineData("0 4 * * *", "kind", "0 4 * * *")]
    [InlineData("cron: 0 4 * * *", "kind", "cron")]
    [InlineData("Crontab: 0 4 * * *", "kind", "Crontab")]
    [InlineData(": 5 minutes", "kind", "")]
    [InlineData("interval: ", "every", "")]
    [InlineData("interval: 5", "every", "5")]
    [InlineData("interval: 5 minutes more", "every", "5 minutes more")]
    [InlineData("interval: x minutes", "every", "x minutes")]
    [InlineData("interval: -5 minutes", "every", "-5 minutes")]
    [InlineData("interval: 5.5 minutes", "every", "5.5 minutes")]
    [InlineData("interval: 0 minutes", "every", "0 minutes")]
    [InlineData("interval: 5 fortnights", "period", "fortnights")]
    [InlineData("interval: 5 minute", "period", "minute")]
    [InlineData("interval: 1 minutess", "period", "minutess")]
    [InlineData("interval: 1 year", "period", "year")]
    [InlineData("crontab: 0 4 * *", "crontab", "0 4 * *")]
    [InlineData("crontab:  0 4 * * * UTC UTC ", "crontab", "0 4 * * * UTC UTC")]
    [InlineData("crontab: dst_gap=skip", "crontab", "dst_gap=skip")]
    [InlineData("crontab: 0 4 * * * Mars/Olympus", "timezone", "Mars/Olympus")]
    [InlineData("crontab: 60 4 * * *", "minute", "60")]
    [InlineData("crontab: 0 24 * * *", "hour", "24")]
    [InlineData("crontab: 0 0 32 * *", "day_of_month", "32")]
    [InlineData("crontab: 0 0 * 13 *", "month_of_year", "13")]
    [InlineData("crontab: 0 0 * * 8", "day_of_week", "8")]
    [InlineData("crontab: 0 4 * * * UTC dst=1", "crontab", "dst=1")]
    [InlineData("crontab: 0 4 * * * UTC dst_gap=skip dst_gap=shift", "crontab", "dst_gap=skip")]
    [InlineData("crontab: 0 4 * * * UTC dst_overlap=both dst_overlap=both", "crontab", "dst_overlap=both")]
    [InlineData("crontab: 0 4 * * * UTC dst_gap=jump", "dst_gap", "jump")]
    [InlineData("crontab: 0 4 * * * UTC dst_overlap=third", "dst_overlap", "third")]
    [InlineData("crontab: 0 4 * * * UTC dst_overlap=third dst_gap=jump", "dst_gap", "jump")]
    [InlineData("crontab: 0 4 * * * dst_gap=skip UTC", "crontab", "0 4 * * * dst_gap=skip UTC")]
    [InlineData("solar: sunset 52.5", "solar", "sunset 52.5")]
    [InlineData("solar: sunset 52.5 13.4 7", "solar", "sunset 52.5 13.4 7")]
    [InlineData("solar: noon 52.5 13.4", "event", "noon")]
    [InlineData("solar: sunset 90.1 13.4", "latitude", "90.1")]
    [InlineData("solar: sunset NaN 13.4", "latitude", "NaN")]
    [InlineData("solar: sunset north 13.4", "latitude", "north")]
    [InlineData("solar: sunset 52.5 -180.5", "longitude", "-180.5")]
    [InlineData("solar: sunset 52.5 east", "longitude", "east")]
    [InlineData("clocked: ", "clocked", "")]
    [InlineData("clocked: tomorrow", "clocked", "tomorrow")]
    [InlineData("clocked: 2026-11-23T12:00:00", "clocked", "2026-11-23T12:00:00")]
    [InlineData("clocked: 2026-11-23  12:00:00Z", "clocked", "2026-11-23 12:00:00Z")]
    [InlineData("clocked: 2026-02-30T12:00:00Z", "clocked", "2026-02-30T12:00:00Z")]
    public void A_text_that_is_no_schedule_is_refused_by_field_and_text(string? text, string field, string? value)
    {
        InvalidValueException thrown = Should.Throw<InvalidValueException>(() => Schedule.Parse(text!));
        thrown.Field.ShouldBe(field);
        Convert.ToString(thrown.Value, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(value ?? "");

        Schedule.TryParse(text, out Schedule? schedule, out InvalidValueException? refusal).ShouldBeFalse();
        schedule.ShouldBeNull();
        refusal!.Message.ShouldBe(thrown.Message);
    }

    [Theory]
    [InlineData("every minute", "interval: 5 minutes, crontab: 0 4 * * * UTC, solar: sunset 52.5 13.4 or clocked: 2026-11-23T12:00:00Z")]
    [InlineData("cron: *", "interval, crontab, solar, clocked")]
    [InlineData("interval: 5", "a whole number and a period, such as 5 minutes")]
    [InlineData("crontab: 0", "five fields and a time zone, such as 0 4 * * * Europe/Berlin")]
    [InlineData("crontab: 0 4 * * * a=b", "dst_gap=… and dst_overlap=…, each once, after the time zone")]
    [InlineData("crontab: 0 4 * * * dst_gap=x", "shift, skip")]
    [InlineData("crontab: 0 4 * * * dst_overlap=x", "auto, first, second, both")]
    [InlineData("solar: sunset", "an event, a latitude and a longitude, such as sunset 52.5 13.4")]
    [InlineData(
        "solar: noon 1 2",
        "dawn_astronomical, dawn_nautical, dawn_civil, sunrise, solar_noon, sunset, dusk_civil, dusk_nautical, dusk_astronomical")]
    [InlineData("solar: sunset 91 2", "degrees north from -90 to 90")]
    [InlineData("solar: sunset 1 181", "degrees east from -180 to 180")]
    [InlineData("clocked: now", "an instant in ISO 8601 with Z or an offset, such as 2026-11-23T12:00:00Z")]
    public void A_refusal_says_what_is_allowed(string text, string allowed)
        => Should.Throw<InvalidValueException>(() => Schedule.Parse(text)).Allowed.ShouldBe(allowed);

    [Fact]
    public void Every_name_reads_back_to_its_member()
    {
        Enum.GetValues<ScheduleKind>().ShouldAllBe(static kind => ScheduleNames.ParseKind(kind.ToText()) == kind);
        Enum.GetValues<IntervalPeriod>().ShouldAllBe(static period => ScheduleNames.ParsePeriod(period.ToText()) == period);
        Enum.GetValues<SolarEvent>().ShouldAllBe(static solarEvent => ScheduleNames.ParseSolarEvent(solarEvent.ToText()) == solarEvent);
        Enum.GetValues<DstGap>().ShouldAllBe(static gap => ScheduleNames.ParseDstGap(gap.ToText()) == gap);
        Enum.GetValues<DstOverlap>().ShouldAllBe(static overlap => ScheduleNames.ParseDstOverlap(overlap.ToText()) == overlap);
        SolarEvent.DuskAstronomical.ToText().ShouldBe("dusk_astronomical");
        IntervalPeriod.Microseconds.ToText().ShouldBe("microseconds");
    }

    [Fact]
    public void A_name_or_a_member_that_does_not_exist_is_refused_by_its_field()
    {
        Should.Throw<InvalidValueException>(() => ScheduleNames.ParseKind("cron")).Field.ShouldBe("kind");
        Should.Throw<InvalidValueException>(() => ScheduleNames.ParsePeriod("Days")).Field.ShouldBe("period");
        Should.Throw<InvalidValueException>(() => ScheduleNames.ParseSolarEvent("noon")).Field.ShouldBe("event");
        Should.Throw<InvalidValueException>(() => ScheduleNames.ParseDstGap("")).Field.ShouldBe("dst_gap");
        Should.Throw<InvalidValueException>(() => ScheduleNames.ParseDstOverlap("third")).Field.ShouldBe("dst_overlap");
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => ((DstGap)7).ToText());
        refusal.Field.ShouldBe("dst_gap");
        refusal.Value.ShouldBe((DstGap)7);
        refusal.Allowed.ShouldBe("shift, skip");
    }
}

using Downbeat.Schedules.Crontabs;
using Downbeat.Schedules.Zones;

namespace Downbeat.Schedules;

/// <summary>Five crontab fields in a time zone, in Celery's grammar; all five must match.</summary>
/// <remarks>Two schedules are equal when their texts, zones and rules are; <c>*/1</c> and <c>*</c> are different texts.</remarks>
public sealed record CrontabSchedule : Schedule
{
    private readonly CrontabFields _fields;
    private readonly ZonedCrontab _occurrences;

    /// <summary>Creates the schedule from its five fields, as a store keeps them.</summary>
    /// <param name="minute">0 to 59, in Celery's grammar.</param>
    /// <param name="hour">0 to 23.</param>
    /// <param name="dayOfMonth">1 to 31.</param>
    /// <param name="monthOfYear">1 to 12, or names.</param>
    /// <param name="dayOfWeek">0 to 7, or names; 0 and 7 are Sunday.</param>
    /// <param name="timeZone">An IANA time zone; <c>UTC</c> by default.</param>
    /// <param name="dstGap">What becomes of local times the clocks skip.</param>
    /// <param name="dstOverlap">What becomes of local times that occur twice.</param>
    /// <exception cref="InvalidValueException">A field, the zone, or a date that never exists; the message says which.</exception>
    public CrontabSchedule(
        string minute,
        string hour,
        string dayOfMonth,
        string monthOfYear,
        string dayOfWeek,
        string timeZone = "UTC",
        DstGap dstGap = DstGap.Shift,
        DstOverlap dstOverlap = DstOverlap.Auto)
        : this(Create(CrontabFields.Read(minute, hour, dayOfMonth, monthOfYear, dayOfWeek), timeZone, dstGap, dstOverlap).ValueOrThrow)
    {
    }

    private CrontabSchedule(CrontabFields fields, string timeZone, DstGap dstGap, DstOverlap dstOverlap)
    {
        _fields = fields;
        TimeZone = timeZone;
        DstGap = dstGap;
        DstOverlap = dstOverlap;
        _occurrences = new ZonedCrontab(fields, ZoneTable.Of(timeZone), dstGap, dstOverlap);
    }

    /// <summary>The minute field's text, without white space.</summary>
    public string Minute => _fields.Minute.Text;

    /// <summary>The hour field's text, without white space.</summary>
    public string Hour => _fields.Hour.Text;

    /// <summary>The day-of-month field's text, without white space.</summary>
    public string DayOfMonth => _fields.DayOfMonth.Text;

    /// <summary>The month-of-year field's text, without white space.</summary>
    public string MonthOfYear => _fields.MonthOfYear.Text;

    /// <summary>The day-of-week field's text, without white space.</summary>
    public string DayOfWeek => _fields.DayOfWeek.Text;

    /// <summary>The five fields, joined by single blanks.</summary>
    public string Expression => _fields.Expression;

    /// <summary>The IANA time zone whose clocks the fields are about.</summary>
    public string TimeZone { get; }

    /// <summary>What becomes of local times the clocks skip.</summary>
    public DstGap DstGap { get; }

    /// <summary>What becomes of local times that occur twice.</summary>
    public DstOverlap DstOverlap { get; }

    /// <summary>The minutes the expression stands for, ascending.</summary>
    public IReadOnlyList<int> Minutes => _fields.Minute.Values();

    /// <summary>The hours the expression stands for, ascending.</summary>
    public IReadOnlyList<int> Hours => _fields.Hour.Values();

    /// <summary>The days of the month the expression stands for, ascending.</summary>
    public IReadOnlyList<int> DaysOfMonth => _fields.DayOfMonth.Values();

    /// <summary>The months the expression stands for, ascending.</summary>
    public IReadOnlyList<int> MonthsOfYear => _fields.MonthOfYear.Values();

    /// <summary>The weekdays the expression stands for, ascending from Sunday, which is 0.</summary>
    public IReadOnlyList<int> DaysOfWeek => _fields.DayOfWeek.Values();

    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.Crontab;

    /// <inheritdoc/>
    public override string Describe() => $"{CrontabDescriber.Describe(_fields)}, {TimeZone}";

    /// <summary>Whether the other schedule has the same texts, zone and rules.</summary>
    /// <param name="other">The other schedule.</param>
    public bool Equals(CrontabSchedule? other)
        => other is not null && _fields == other._fields && string.Equals(TimeZone, other.TimeZone, StringComparison.Ordinal)
            && DstGap == other.DstGap && DstOverlap == other.DstOverlap;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_fields, TimeZone, DstGap, DstOverlap);

    internal static Parsed<CrontabSchedule> Create(string? expression, string? timeZone, DstGap dstGap, DstOverlap dstOverlap)
    {
        string[] parts = ScheduleParser.Words(expression);
        return parts.Length == 5
            ? Create(CrontabFields.Read(parts[0], parts[1], parts[2], parts[3], parts[4]), timeZone, dstGap, dstOverlap)
            : new InvalidValueException(
                "crontab", expression, "five fields separated by blanks: minute hour day_of_month month_of_year day_of_week");
    }

    private protected override long Next(long after, in ScheduleOrigin origin)
        => CivilTime.ToTicks(_occurrences.NextAfter(CivilTime.FromTicks(after)));

    private protected override long Previous(long until, in ScheduleOrigin origin)
        => CivilTime.ToTicks(_occurrences.LastAtOrBefore(CivilTime.FromTicks(until)));

    private protected override long Count(long after, long until, in ScheduleOrigin origin)
        => _occurrences.Count(CivilTime.FromTicks(after), CivilTime.FromTicks(until));

    private protected override string ToBody()
    {
        string gap = DstGap == DstGap.Shift ? "" : $" dst_gap={DstGap.ToText()}";
        string overlap = DstOverlap == DstOverlap.Auto ? "" : $" dst_overlap={DstOverlap.ToText()}";
        return $"{Expression} {TimeZone}{gap}{overlap}";
    }

    private static Parsed<CrontabSchedule> Create(Parsed<CrontabFields> fields, string? timeZone, DstGap dstGap, DstOverlap dstOverlap)
    {
        InvalidValueException? refusal = fields.Refusal
            ?? (timeZone is not null && TimeZoneDatabase.Contains(timeZone)
                ? null
                : new InvalidValueException("timezone", timeZone, "an id of the IANA time-zone database, such as UTC or Europe/Berlin"))
            ?? ScheduleNames.Gaps.RefusalOf(dstGap)
            ?? ScheduleNames.Overlaps.RefusalOf(dstOverlap);
        return refusal is null ? new CrontabSchedule(fields.ValueOrThrow, timeZone!, dstGap, dstOverlap) : refusal;
    }
}

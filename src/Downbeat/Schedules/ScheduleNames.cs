namespace Downbeat.Schedules;

/// <summary>The text forms of the schedules' enumerations, as stores, the command line and the wire write them.</summary>
public static class ScheduleNames
{
    internal static readonly EnumNames<ScheduleKind> Kinds = new("kind");
    internal static readonly EnumNames<IntervalPeriod> Periods = new("period");
    internal static readonly EnumNames<SolarEvent> Events = new("event");
    internal static readonly EnumNames<DstGap> Gaps = new("dst_gap");
    internal static readonly EnumNames<DstOverlap> Overlaps = new("dst_overlap");

    /// <summary>The kind's text form: <c>interval</c>, <c>crontab</c>, <c>solar</c> or <c>clocked</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="InvalidValueException">The value is not a member of the enumeration; the field is <c>kind</c>.</exception>
    public static string ToText(this ScheduleKind kind) => Kinds.Text(kind);

    /// <summary>
    /// The period's text form: <c>microseconds</c>, <c>seconds</c>, <c>minutes</c>, <c>hours</c>, <c>days</c> or <c>weeks</c>.
    /// </summary>
    /// <param name="period">The period.</param>
    /// <exception cref="InvalidValueException">The value is not a member of the enumeration; the field is <c>period</c>.</exception>
    public static string ToText(this IntervalPeriod period) => Periods.Text(period);

    /// <summary>The event's text form: <c>dawn_astronomical</c>, <c>sunrise</c>, <c>solar_noon</c> …</summary>
    /// <param name="solarEvent">The event.</param>
    /// <exception cref="InvalidValueException">The value is not a member of the enumeration; the field is <c>event</c>.</exception>
    public static string ToText(this SolarEvent solarEvent) => Events.Text(solarEvent);

    /// <summary>The rule's text form: <c>shift</c> or <c>skip</c>.</summary>
    /// <param name="dstGap">The rule.</param>
    /// <exception cref="InvalidValueException">The value is not a member of the enumeration; the field is <c>dst_gap</c>.</exception>
    public static string ToText(this DstGap dstGap) => Gaps.Text(dstGap);

    /// <summary>The rule's text form: <c>auto</c>, <c>first</c>, <c>second</c> or <c>both</c>.</summary>
    /// <param name="dstOverlap">The rule.</param>
    /// <exception cref="InvalidValueException">The value is not a member of the enumeration; the field is <c>dst_overlap</c>.</exception>
    public static string ToText(this DstOverlap dstOverlap) => Overlaps.Text(dstOverlap);

    /// <summary>Reads a kind from its text form.</summary>
    /// <param name="text">The text form, in lower case.</param>
    /// <exception cref="InvalidValueException">It is none of them; the field is <c>kind</c>.</exception>
    public static ScheduleKind ParseKind(string text) => Kinds.Read(text).ValueOrThrow;

    /// <summary>Reads a period from its text form.</summary>
    /// <param name="text">The text form, in lower case.</param>
    /// <exception cref="InvalidValueException">It is none of them; the field is <c>period</c>.</exception>
    public static IntervalPeriod ParsePeriod(string text) => Periods.Read(text).ValueOrThrow;

    /// <summary>Reads an event from its text form.</summary>
    /// <param name="text">The text form, in lower case.</param>
    /// <exception cref="InvalidValueException">It is none of them; the field is <c>event</c>.</exception>
    public static SolarEvent ParseSolarEvent(string text) => Events.Read(text).ValueOrThrow;

    /// <summary>Reads a rule for skipped local times from its text form.</summary>
    /// <param name="text">The text form, in lower case.</param>
    /// <exception cref="InvalidValueException">It is none of them; the field is <c>dst_gap</c>.</exception>
    public static DstGap ParseDstGap(string text) => Gaps.Read(text).ValueOrThrow;

    /// <summary>Reads a rule for repeated local times from its text form.</summary>
    /// <param name="text">The text form, in lower case.</param>
    /// <exception cref="InvalidValueException">It is none of them; the field is <c>dst_overlap</c>.</exception>
    public static DstOverlap ParseDstOverlap(string text) => Overlaps.Read(text).ValueOrThrow;
}

using System.Diagnostics.CodeAnalysis;
using Downbeat.Schedules;

namespace Downbeat;

/// <summary>When a periodic task occurs: a pure value that names instants. It has no clock and does no input or output.</summary>
/// <remarks>
/// The kinds are closed: <see cref="IntervalSchedule"/>, <see cref="CrontabSchedule"/>, <see cref="SolarSchedule"/> and
/// <see cref="ClockedSchedule"/>. Every instant that comes out has offset zero. Nothing before year 1 or after year 9999 exists.
/// </remarks>
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>Which of the four kinds this is.</summary>
    public abstract ScheduleKind Kind { get; }

    /// <summary>A fixed grid in elapsed time, without drift and without daylight saving.</summary>
    /// <param name="every">How many periods lie between two occurrences.</param>
    /// <param name="period">The unit.</param>
    /// <exception cref="InvalidValueException">Less than 10 milliseconds, longer than the calendar, or an unknown period.</exception>
    public static IntervalSchedule Interval(long every, IntervalPeriod period) => IntervalSchedule.Create(every, period).ValueOrThrow;

    /// <summary>A fixed grid in elapsed time, in the largest unit that divides it.</summary>
    /// <param name="every">The time between two occurrences: whole microseconds, at least 10 milliseconds.</param>
    /// <exception cref="InvalidValueException">It is shorter, not whole, or longer than the calendar.</exception>
    public static IntervalSchedule Every(TimeSpan every) => IntervalSchedule.Create(every).ValueOrThrow;

    /// <summary>Five crontab fields in a time zone; all five must match, as in Celery.</summary>
    /// <param name="expression">Minute, hour, day of month, month of year and day of week, separated by white space.</param>
    /// <param name="timeZone">An IANA time zone; <c>UTC</c> by default.</param>
    /// <param name="dstGap">What becomes of local times the clocks skip; by default they fire once, right after the gap.</param>
    /// <param name="dstOverlap">What becomes of local times that occur twice; by default it depends on the expression.</param>
    /// <exception cref="InvalidValueException">
    /// A field, the number of fields, the zone, or a date that never exists; the message says which.
    /// </exception>
    public static CrontabSchedule Crontab(
        string expression, string timeZone = "UTC", DstGap dstGap = DstGap.Shift, DstOverlap dstOverlap = DstOverlap.Auto)
        => CrontabSchedule.Create(expression, timeZone, dstGap, dstOverlap).ValueOrThrow;

    /// <summary>An event of the sun at a place, to the whole second.</summary>
    /// <param name="solarEvent">The event.</param>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <exception cref="InvalidValueException">A coordinate out of range or an unknown event.</exception>
    public static SolarSchedule Solar(SolarEvent solarEvent, double latitude, double longitude)
        => SolarSchedule.Create(solarEvent, latitude, longitude).ValueOrThrow;

    /// <summary>One instant, cut to whole microseconds.</summary>
    /// <param name="at">The instant.</param>
    public static ClockedSchedule Clocked(DateTimeOffset at) => new(at);

    /// <summary>
    /// Reads a schedule from its text form, such as <c>crontab: 0 4 * * * Europe/Berlin</c> or <c>interval: 5 minutes</c>.
    /// </summary>
    /// <param name="text">The text; extra white space does not matter.</param>
    /// <exception cref="InvalidValueException">
    /// The text is no schedule; the message names the field, the text and what is allowed.
    /// </exception>
    public static Schedule Parse(string text) => ScheduleParser.Read(text).ValueOrThrow;

    /// <summary>Reads a schedule from its text form without throwing.</summary>
    /// <param name="text">The text; extra white space does not matter.</param>
    /// <param name="schedule">The schedule, when there is one.</param>
    /// <param name="refusal">Why not, otherwise.</param>
    /// <returns>Whether the text is a schedule.</returns>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out Schedule? schedule,
        [NotNullWhen(false)] out InvalidValueException? refusal)
    {
        Parsed<Schedule> parsed = ScheduleParser.Read(text);
        refusal = parsed.Refusal;
        return parsed.Is(out schedule);
    }

    /// <summary>The first occurrence strictly after an instant, or none before the calendar ends.</summary>
    /// <param name="after">The instant.</param>
    /// <param name="origin">The task's start time and anchor; none by default.</param>
    public DateTimeOffset? NextAfter(DateTimeOffset after, ScheduleOrigin origin = default)
        => ScheduleInstants.Of(Next(Math.Max(after.UtcTicks, BeforeStart(origin)), origin));

    /// <summary>The newest occurrence at or before an instant, or none since the start.</summary>
    /// <param name="until">The instant.</param>
    /// <param name="origin">The task's start time and anchor; none by default.</param>
    public DateTimeOffset? LastAtOrBefore(DateTimeOffset until, ScheduleOrigin origin = default)
    {
        long last = Previous(until.UtcTicks, origin);
        return last > BeforeStart(origin) ? ScheduleInstants.Of(last) : null;
    }

    /// <summary>
    /// How many occurrences lie after one instant and not after another, found arithmetically; 0 when they are the wrong way round.
    /// </summary>
    /// <param name="after">The instant after which to count.</param>
    /// <param name="until">The last instant that counts.</param>
    /// <param name="origin">The task's start time and anchor; none by default.</param>
    public long CountBetween(DateTimeOffset after, DateTimeOffset until, ScheduleOrigin origin = default)
        => Math.Max(0, Count(Math.Max(after.UtcTicks, BeforeStart(origin)), until.UtcTicks, origin));

    /// <summary>The occurrences strictly after an instant, oldest first, calculated as they are asked for.</summary>
    /// <param name="after">The instant.</param>
    /// <param name="origin">The task's start time and anchor; none by default.</param>
    public IEnumerable<DateTimeOffset> OccurrencesAfter(DateTimeOffset after, ScheduleOrigin origin = default)
    {
        while (NextAfter(after, origin) is { } next)
        {
            yield return next;
            after = next;
        }
    }

    /// <summary>A sentence in English: <c>At 04:00 every day, Europe/Berlin</c>.</summary>
    public abstract string Describe();

    /// <summary>The canonical text form, which <see cref="Parse"/> reads back to an equal schedule.</summary>
    public sealed override string ToString() => $"{Kind.ToText()}: {ToBody()}";

    /// <summary>
    /// The first occurrence in ticks after <paramref name="after"/> (−1 is before the calendar), or anything outside the calendar for
    /// none.
    /// </summary>
    private protected abstract long Next(long after, in ScheduleOrigin origin);

    /// <summary>The newest occurrence in ticks at or before <paramref name="until"/>; anything outside the calendar for none.</summary>
    private protected abstract long Previous(long until, in ScheduleOrigin origin);

    /// <summary>The number of occurrences in (after, until]; anything negative is none.</summary>
    private protected abstract long Count(long after, long until, in ScheduleOrigin origin);

    private protected abstract string ToBody();

    private static long BeforeStart(in ScheduleOrigin origin) => (origin.StartTime?.UtcTicks ?? 0) - 1;
}

using System.Globalization;

namespace Downbeat.Schedules;

/// <summary>A fixed grid in elapsed time: <c>start time + k·every</c>, or one period after the anchor and so on.</summary>
public sealed record IntervalSchedule : Schedule
{
    private const string Allowed =
        "a whole number of microseconds, seconds, minutes, hours, days or weeks, from 10 milliseconds to 3652058 days";

    private const long Shortest = 10 * TimeSpan.TicksPerMillisecond;
    private const long Longest = 3652058 * TimeSpan.TicksPerDay;
    private const long TicksPerWeek = 7 * TimeSpan.TicksPerDay;

    private static readonly long[] TicksOf =
    [
        TimeSpan.TicksPerMicrosecond,
        TimeSpan.TicksPerSecond,
        TimeSpan.TicksPerMinute,
        TimeSpan.TicksPerHour,
        TimeSpan.TicksPerDay,
        TicksPerWeek,
    ];

    private readonly long _ticks;

    private IntervalSchedule(long every, IntervalPeriod period)
    {
        Every = every;
        Period = period;
        _ticks = every * TicksOf[(int)period];
    }

    /// <summary>How many periods lie between two occurrences.</summary>
    public new long Every { get; }

    /// <summary>The unit.</summary>
    public IntervalPeriod Period { get; }

    /// <summary>The elapsed time between two occurrences.</summary>
    public TimeSpan Length => new(_ticks);

    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.Interval;

    /// <inheritdoc/>
    public override string Describe() => Every == 1 ? $"Every {UnitText()}" : $"Every {ToBody()}";

    internal static Parsed<IntervalSchedule> Create(long every, IntervalPeriod period)
    {
        if (ScheduleNames.Periods.RefusalOf(period) is { } refusal)
        {
            return refusal;
        }

        long unit = TicksOf[(int)period];
        return every >= (Shortest + unit - 1) / unit && every <= Longest / unit
            ? new IntervalSchedule(every, period)
            : new InvalidValueException("every", $"{every} {period.ToText()}", Allowed);
    }

    internal static Parsed<IntervalSchedule> Create(TimeSpan every)
    {
        int period = TicksOf.Length - 1;
        while (period >= 0 && every.Ticks % TicksOf[period] != 0)
        {
            period--;
        }

        return period >= 0
            ? Create(every.Ticks / TicksOf[period], (IntervalPeriod)period)
            : new InvalidValueException("every", every, Allowed);
    }

    private protected override long Next(long after, in ScheduleOrigin origin)
    {
        long first = First(origin);
        return first + (IndexAfter(after, first) * _ticks);
    }

    private protected override long Previous(long until, in ScheduleOrigin origin)
    {
        long first = First(origin);
        long index = IndexAfter(until, first);
        return index > 0 ? first + ((index - 1) * _ticks) : ScheduleInstants.None;
    }

    private protected override long Count(long after, long until, in ScheduleOrigin origin)
    {
        long first = First(origin);
        return IndexAfter(until, first) - IndexAfter(after, first);
    }

    private protected override string ToBody()
        => string.Create(CultureInfo.InvariantCulture, $"{Every} {(Every == 1 ? UnitText() : Period.ToText())}");

    private string UnitText() => Period.ToText()[..^1];

    /// <summary>The grid's first instant; an interval without an origin has the one that leads through the Unix epoch.</summary>
    private long First(in ScheduleOrigin origin)
        => origin.StartTime?.UtcTicks ?? origin.Anchor?.UtcTicks + _ticks ?? DateTimeOffset.UnixEpoch.UtcTicks % _ticks;

    /// <summary>How many instants of the grid are not after the given one, which is the index of the next.</summary>
    private long IndexAfter(long ticks, long first) => ticks < first ? 0 : ((ticks - first) / _ticks) + 1;
}

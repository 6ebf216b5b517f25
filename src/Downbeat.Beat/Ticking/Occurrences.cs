using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Ticking;

/// <summary>
/// The occurrences of a row from its stored next one on. Whatever lies between two of them is found arithmetically. The stored one counts as an
/// occurrence even where newer time-zone data would no longer name it.
/// </summary>
internal readonly struct Occurrences
{
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);
    private readonly PeriodicTaskRow _row;
    private readonly Schedule _schedule;

    /// <param name="row">The row.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="first">The first of them.</param>
    public Occurrences(PeriodicTaskRow row, Schedule schedule, DateTimeOffset first)
    {
        _row = row;
        _schedule = schedule;
        First = first;
        FirstDue = first != row.NextNominal ? PeriodicTaskPlanner.Due(row, schedule, first)
            : row.NextRun > first ? row.NextRun.Value
            : first;
    }

    /// <summary>The first of them.</summary>
    public DateTimeOffset First { get; }

    /// <summary>When the first one is due: as it was planned, whatever was edited since.</summary>
    public DateTimeOffset FirstDue { get; }

    /// <summary>When an occurrence is due.</summary>
    public DateTimeOffset Due(DateTimeOffset nominal) => nominal == First ? FirstDue : PeriodicTaskPlanner.Due(_row, _schedule, nominal);

    /// <summary>The one after another; null when there is none before the task expires.</summary>
    public DateTimeOffset? After(DateTimeOffset nominal) => PeriodicTaskPlanner.Next(_row, _schedule, nominal);

    /// <summary>The one before another; the first one if there is none in between.</summary>
    public DateTimeOffset Before(DateTimeOffset nominal) => Newest(nominal - Instant);

    /// <summary>How many there are from one to another, both included.</summary>
    public long Count(DateTimeOffset from, DateTimeOffset until)
    {
        return from == until ? 1 : 1 + _schedule.CountBetween(from, until, PeriodicTaskPlanner.OriginOf(_row));
    }

    /// <summary>The newest one whose due time is not after an instant; null when there is none.</summary>
    public DateTimeOffset? NewestDue(DateTimeOffset until)
    {
        if (FirstDue > until || NewestNominal(until) is not { } newest)
        {
            return null;
        }

        // No jitter reaches the next occurrence, so that the one before the newest is due in any case.
        return Due(newest) <= until ? newest : Before(newest);
    }

    /// <summary>The newest one that is not after an instant; null when there is none.</summary>
    public DateTimeOffset? NewestNominal(DateTimeOffset until)
    {
        DateTimeOffset last = _row.Expires is { } expires && expires <= until ? expires - Instant : until;
        return First <= last ? Newest(last) : null;
    }

    private DateTimeOffset Newest(DateTimeOffset until)
    {
        DateTimeOffset? newest = _schedule.LastAtOrBefore(until, PeriodicTaskPlanner.OriginOf(_row));
        return newest > First ? newest.Value : First;
    }
}

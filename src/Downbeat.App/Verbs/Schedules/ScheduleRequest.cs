using Downbeat.Schedules;

namespace Downbeat.App.Verbs.Schedules;

/// <summary>A question about a schedule.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Origin">Where it starts.</param>
/// <param name="After">Occurrences after this are asked for; after now when null.</param>
/// <param name="Count">How many.</param>
internal sealed record ScheduleRequest(Schedule Schedule, ScheduleOrigin Origin, DateTimeOffset? After, int Count)
{
    public const int DefaultCount = 10;
    public const int MostOccurrences = 100_000;

    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset now) => Schedule.OccurrencesAfter(After ?? now, Origin).Take(Count);

    public static int CheckCount(long count)
    {
        return count is >= 0 and <= MostOccurrences ? (int)count : throw new InvalidValueException("count", count, $"0 to {MostOccurrences}");
    }
}

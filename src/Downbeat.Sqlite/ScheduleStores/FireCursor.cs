using System.Globalization;
using Downbeat.ScheduleStores;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>
/// Where a page of fires ended. The history of one periodic task is read along its occurrences, among which those by hand can share an instant;
/// the history of all is read along time.
/// </summary>
/// <param name="Number">The occurrence in microseconds, or the row's number.</param>
/// <param name="ManualKey">The task id of a fire by hand; empty for those by schedule.</param>
internal readonly record struct FireCursor(long Number, string ManualKey)
{
    private const char Separator = '.';

    // Greater than any key of a row.
    private const string Greatest = "\uFFFF";

    /// <exception cref="InvalidValueException">What the query names as the end of the page before is no such thing.</exception>
    public static FireCursor Read(FireQuery query)
    {
        if (query.Page.After is not { } after)
        {
            return new FireCursor(long.MaxValue, Greatest);
        }

        int end = after.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && long.TryParse(after.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? new FireCursor(number, after[(end + 1)..])
            : throw new InvalidValueException("after", after, "what the page before gave as its next");
    }

    public static FireCursor Of(Fire last, FireQuery query)
    {
        return query.PeriodicTaskId is null
            ? new FireCursor(last.Key, "")
            : new FireCursor(last.Nominal.ToMicroseconds(), last.Kind == FireKind.Manual ? last.TaskId : "");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}{Separator}{ManualKey}");
}

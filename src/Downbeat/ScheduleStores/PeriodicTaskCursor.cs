using System.Globalization;
using System.Runtime.InteropServices;

namespace Downbeat.ScheduleStores;

/// <summary>Where a page of a list that is ordered by the next run ended.</summary>
/// <param name="NextRun">When the last task of the page is due.</param>
/// <param name="Id">That task's id, which tells apart what is due at the same time.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PeriodicTaskCursor(DateTimeOffset NextRun, Guid Id)
{
    /// <summary>The end of a page.</summary>
    /// <param name="last">The last row of the page.</param>
    public static PeriodicTaskCursor Of(PeriodicTaskRow last) => new(last.NextRun.GetValueOrDefault(), last.Id);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for the first page.</summary>
    /// <param name="after">The text.</param>
    /// <exception cref="InvalidValueException">It is none: it comes from another list, or was made up.</exception>
    public static PeriodicTaskCursor? Parse(string? after)
    {
        if (after is null)
        {
            return null;
        }

        int colon = after.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(after.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long at)
            && Guid.TryParse(after.AsSpan(colon + 1), out Guid id)
            ? new PeriodicTaskCursor(Instants.FromMicroseconds(at), id)
            : throw new InvalidValueException("after", after, "what the page before gave as its next");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{NextRun.ToMicroseconds()}:{Id}");
}

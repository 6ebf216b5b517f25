using System.Globalization;
using Downbeat.Paging;
using Downbeat.Schedules;

namespace Downbeat.ScheduleStores;

/// <summary>Which periodic tasks are wanted. What is null does not narrow.</summary>
public sealed record PeriodicTaskQuery
{
    /// <summary>Those whose name, task or description contains this.</summary>
    public string? Search { get; init; }

    /// <summary>Those that are enabled, or those that are not.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Those that send this task.</summary>
    public string? Task { get; init; }

    /// <summary>Those of this application.</summary>
    public string? Application { get; init; }

    /// <summary>Those with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Those that are quarantined, or those that are not.</summary>
    public bool? Quarantined { get; init; }

    /// <summary>Those whose schedule is of this kind.</summary>
    public ScheduleKind? Kind { get; init; }

    /// <summary>Those that say this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Those that come from here: <c>admin</c>, <c>api</c>, <c>code</c> …</summary>
    public string? Origin { get; init; }

    /// <summary>Those whose last run's state is this.</summary>
    public string? Outcome { get; init; }

    /// <summary>In which order; by name by default.</summary>
    public PeriodicTaskOrder Order { get; init; }

    /// <summary>Which part of the list.</summary>
    public PageRequest Page { get; init; } = PageRequest.First;

    /// <summary>How the text of a schedule of the wanted kind begins; null for any.</summary>
    public string? SchedulePrefix => Kind is { } kind ? kind.ToText() + ":" : null;

    /// <summary>Where the page before ended, in the order of the next run; null for the first page.</summary>
    /// <exception cref="InvalidValueException">It comes from another list, or was made up.</exception>
    public (DateTimeOffset NextRun, Guid Id)? ReadAfterNextRun()
    {
        if (Page.After is not { } after)
        {
            return null;
        }

        string[] parts = after.Split('/');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds >= DateTimeOffset.MinValue.ToMicroseconds() && microseconds <= DateTimeOffset.MaxValue.ToMicroseconds()
            && Guid.TryParse(parts[1], out Guid id)
            ? (Instants.FromMicroseconds(microseconds), id)
            : throw new InvalidValueException("after", after, "what the page before gave as its next");
    }

    /// <summary>What a page in the order of the next run gives as its next.</summary>
    /// <param name="row">The page's last row.</param>
    public static string AfterNextRun(PeriodicTaskRow row)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{row.NextRun!.Value.ToMicroseconds()}/{row.Id}");
    }
}

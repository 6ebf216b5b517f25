using Downbeat.Accounts;
using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>A periodic task, what it did and what it will do.</summary>
internal sealed record ShowModel
{
    public required PeriodicTaskRow Row { get; init; }

    public required SchedulePreview Preview { get; init; }

    public required Page<Fire> Fires { get; init; }

    public required Page<AuditEntry> Changes { get; init; }

    public FireOutcome? Outcome { get; init; }

    /// <summary>Whether the history does not begin with the newest fire.</summary>
    public bool IsLater { get; init; }
}

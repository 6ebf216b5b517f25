using Downbeat.Admin.Forms;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>What the pages for adding and changing a periodic task show.</summary>
internal sealed record EditModel
{
    /// <summary>The row that is being changed; null for a new one.</summary>
    public PeriodicTaskRow? Row { get; init; }

    public required FormState Form { get; init; }

    public required SchedulePreview Preview { get; init; }

    public IReadOnlyList<string> Tasks { get; init; } = [];

    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>What the chosen task takes, where this application knows it.</summary>
    public IReadOnlyList<Downbeat.Tasks.TaskParameter>? Parameters { get; init; }

    /// <summary>Where somebody else was faster: field, theirs, yours.</summary>
    public IReadOnlyList<(string Field, string Theirs, string Yours)>? Conflict { get; init; }

    public PeriodicTaskRow? Theirs { get; init; }
}

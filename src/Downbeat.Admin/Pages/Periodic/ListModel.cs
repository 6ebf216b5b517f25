using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>A part of the list of periodic tasks.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Items">The periodic tasks.</param>
/// <param name="Next">Where the next part begins.</param>
/// <param name="Fires">Their newest fires, newest first.</param>
/// <param name="Queues">The queues to choose from.</param>
internal sealed record ListModel(
    ListQuery Query, IReadOnlyList<PeriodicTaskEntry> Items, string? Next, IReadOnlyDictionary<Guid, IReadOnlyList<Fire>> Fires, IReadOnlyList<string> Queues);

using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Dispatch;

/// <summary>What became of fires that were given to the broker.</summary>
/// <param name="Settlements">What became of each.</param>
/// <param name="Outage">Why the broker cannot be used right now; null when it can.</param>
internal sealed record PublishReport(IReadOnlyList<FireSettlement> Settlements, Exception? Outage);

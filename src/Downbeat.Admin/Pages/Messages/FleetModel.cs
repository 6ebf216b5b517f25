using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;

namespace Downbeat.Admin.Pages.Messages;

/// <summary>Who works.</summary>
internal sealed record FleetModel(IReadOnlyList<WorkerInfo> Workers, IReadOnlyList<BeatInfo> Beats);

using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>A beat, and whether it lives.</summary>
internal sealed record BeatInfo(NodeReport Report, bool IsAlive);

using Downbeat.AspNetCore.Operations.Messages;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A beat as it tells of itself.</summary>
internal sealed record BeatModel(
    string Name,
    bool Alive,
    string Host,
    int ProcessId,
    string Version,
    DateTime StartedAt,
    DateTime SeenAt,
    DateTime? TickedAt,
    long Ticks,
    long Fires,
    double WorstLatenessSeconds)
{
    public static BeatModel Of(BeatInfo beat) => new(
        beat.Report.Name,
        beat.IsAlive,
        beat.Report.Host,
        beat.Report.ProcessId,
        beat.Report.Version,
        beat.Report.StartedAt.UtcDateTime,
        beat.Report.SeenAt.UtcDateTime,
        beat.Report.TickedAt?.UtcDateTime,
        beat.Report.Ticks,
        beat.Report.Fires,
        beat.Report.WorstLateness.TotalSeconds);
}

using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What was fired, or skipped, and what came of it.</summary>
internal sealed record FireModel
{
    public required Guid PeriodicTaskId { get; init; }

    public required string PeriodicTask { get; init; }

    public required string Task { get; init; }

    public required string TaskId { get; init; }

    public required string Kind { get; init; }

    public required DateTime NominalAt { get; init; }

    /// <summary>The last occurrence of a skipped stretch.</summary>
    public DateTime? NominalUntil { get; init; }

    public long Occurrences { get; init; }

    public DateTime FiredAt { get; init; }

    public double LatenessSeconds { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    public DateTime? PublishedAt { get; init; }

    public string? RunState { get; init; }

    public DateTime? RunStartedAt { get; init; }

    public DateTime? RunDoneAt { get; init; }

    public double? RuntimeSeconds { get; init; }

    public static FireModel Of(Fire fire) => new()
    {
        PeriodicTaskId = fire.PeriodicTaskId,
        PeriodicTask = fire.PeriodicTaskName,
        Task = fire.Task,
        TaskId = fire.TaskId,
        Kind = Downbeat.AspNetCore.Operations.Words.Of(fire.Kind),
        NominalAt = fire.Nominal.UtcDateTime,
        NominalUntil = fire.NominalUntil?.UtcDateTime,
        Occurrences = fire.Count,
        FiredAt = fire.FiredAt.UtcDateTime,
        LatenessSeconds = fire.Lateness.TotalSeconds,
        Outcome = Downbeat.AspNetCore.Operations.Words.Of(fire.Outcome),
        Reason = fire.Reason,
        PublishedAt = fire.PublishedAt?.UtcDateTime,
        RunState = fire.RunState,
        RunStartedAt = fire.RunStartedAt?.UtcDateTime,
        RunDoneAt = fire.RunDoneAt?.UtcDateTime,
        RuntimeSeconds = (fire.RunDoneAt - fire.RunStartedAt)?.TotalSeconds,
    };
}

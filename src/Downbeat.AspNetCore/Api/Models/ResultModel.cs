using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Results;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What is kept of a task. Secrets are masked.</summary>
internal sealed record ResultModel
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public string? Task { get; init; }

    /// <summary>What it returned.</summary>
    public JsonNode? Result { get; init; }

    public ExceptionModel? Exception { get; init; }

    public JsonNode? Args { get; init; }

    public JsonNode? Kwargs { get; init; }

    public string? Worker { get; init; }

    public string? Queue { get; init; }

    public int Retries { get; init; }

    public DateTime? ReceivedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? DoneAt { get; init; }

    public DateTime? NextRetryAt { get; init; }

    public double? RuntimeSeconds { get; init; }

    public string? ParentId { get; init; }

    public string? RootId { get; init; }

    public string? GroupId { get; init; }

    public string? PeriodicTask { get; init; }

    public ProgressModel? Progress { get; init; }

    /// <summary>When the cleanup may delete it; null: never.</summary>
    public DateTime? ExpiresAt { get; init; }

    public static ResultModel Of(TaskResult result) => new()
    {
        Id = result.Id,
        State = result.State.Name,
        Task = result.Name,
        Result = Masking.Json(ResultDocument.Parse(result.Value)),
        Exception = result.Exception is not { } thrown ? null : new ExceptionModel(
            thrown.Type, thrown.Module, Masking.Text(thrown.Message), thrown.Traceback is { } trace ? Masking.Text(trace) : null),
        Args = Masking.Json(ResultDocument.Parse(result.Args)),
        Kwargs = Masking.Json(ResultDocument.Parse(result.Kwargs)),
        Worker = result.Worker,
        Queue = result.Queue,
        Retries = result.Retries,
        ReceivedAt = result.ReceivedAt?.UtcDateTime,
        StartedAt = result.StartedAt?.UtcDateTime,
        DoneAt = result.DoneAt?.UtcDateTime,
        NextRetryAt = result.NextRetryAt?.UtcDateTime,
        RuntimeSeconds = result.Runtime?.TotalSeconds,
        ParentId = result.ParentId,
        RootId = result.RootId,
        GroupId = result.GroupId,
        PeriodicTask = result.PeriodicTaskName,
        Progress = result.Progress is { } progress ? new ProgressModel(progress.Done, progress.Total, progress.Message) : null,
        ExpiresAt = result.ExpiresAt?.UtcDateTime,
    };
}

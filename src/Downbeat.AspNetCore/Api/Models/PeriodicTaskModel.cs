using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A periodic task and what came of it. Secrets are masked; a mask that is sent back unchanged keeps what it stands for.</summary>
internal sealed record PeriodicTaskModel
{
    /// <summary>The fields that are told and cannot be written; a document that is sent back may have them all the same.</summary>
    public static readonly string[] ReadOnly =
    [
        "id", "schedule_text", "kind", "next_nominal_at", "next_run_at", "last_run_at", "total_run_count", "last_task_id", "last_outcome", "created",
        "changed", "changed_by", "origin", "application", "is_edited", "revision", "error", "disabled_reason",
    ];

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Task { get; init; }

    public required string Schedule { get; init; }

    /// <summary>The schedule in words; null when it does not parse.</summary>
    public string? ScheduleText { get; init; }

    public string? Kind { get; init; }

    public JsonNode? Args { get; init; }

    public JsonNode? Kwargs { get; init; }

    public JsonNode? Headers { get; init; }

    public string? Queue { get; init; }

    public string? Exchange { get; init; }

    public string? RoutingKey { get; init; }

    public int? Priority { get; init; }

    public DateTime? Expires { get; init; }

    public double? ExpireSeconds { get; init; }

    public bool OneOff { get; init; }

    public DateTime? StartTime { get; init; }

    public bool Enabled { get; init; }

    public string Description { get; init; } = "";

    public string CatchUp { get; init; } = "";

    public double? StartingDeadline { get; init; }

    public string Overlap { get; init; } = "";

    public double Jitter { get; init; }

    public JsonNode? Tags { get; init; }

    public DateTime? NextNominalAt { get; init; }

    public DateTime? NextRunAt { get; init; }

    public DateTime? LastRunAt { get; init; }

    public long TotalRunCount { get; init; }

    public string? LastTaskId { get; init; }

    public string? LastOutcome { get; init; }

    public DateTime Created { get; init; }

    public DateTime Changed { get; init; }

    public string ChangedBy { get; init; } = "";

    public string Origin { get; init; } = "";

    public string? Application { get; init; }

    public bool IsEdited { get; init; }

    public long Revision { get; init; }

    /// <summary>Why it is quarantined, or why its row does not parse.</summary>
    public string? Error { get; init; }

    public string? DisabledReason { get; init; }

    public static PeriodicTaskModel Of(PeriodicTaskEntry entry)
    {
        PeriodicTaskRow row = entry.Row;
        return new PeriodicTaskModel
        {
            Id = row.Id,
            Name = row.Name,
            Task = row.Task,
            Schedule = row.Schedule,
            ScheduleText = entry.Task?.Schedule?.Describe(),
            Kind = entry.Task?.Schedule is { } schedule ? Downbeat.Schedules.ScheduleNames.ToText(schedule.Kind) : null,
            Args = Json(row.Args),
            Kwargs = Json(row.Kwargs),
            Headers = Json(row.Headers),
            Queue = row.Queue,
            Exchange = row.Exchange,
            RoutingKey = row.RoutingKey,
            Priority = row.Priority,
            Expires = row.Expires?.UtcDateTime,
            ExpireSeconds = row.ExpiresAfter?.TotalSeconds,
            OneOff = row.OneOff,
            StartTime = row.StartTime?.UtcDateTime,
            Enabled = row.Enabled,
            Description = row.Description,
            CatchUp = row.CatchUp,
            StartingDeadline = row.StartingDeadline?.TotalSeconds,
            Overlap = row.Overlap,
            Jitter = row.Jitter.TotalSeconds,
            Tags = PeriodicTaskDocument.Parse(row.Tags),
            NextNominalAt = row.Enabled ? row.NextNominal?.UtcDateTime : null,
            NextRunAt = row.Enabled ? row.NextRun?.UtcDateTime : null,
            LastRunAt = row.LastRun?.UtcDateTime,
            TotalRunCount = row.TotalRuns,
            LastTaskId = row.LastTaskId,
            LastOutcome = row.LastOutcome,
            Created = row.CreatedAt.UtcDateTime,
            Changed = row.ChangedAt.UtcDateTime,
            ChangedBy = row.ChangedBy,
            Origin = row.Origin,
            Application = row.Application,
            IsEdited = row.IsEdited,
            Revision = row.Revision,
            Error = row.Error ?? (entry.Refusal is { } refusal ? Masking.Text(refusal.Message) : null),
            DisabledReason = row.DisabledReason,
        };
    }

    private static JsonNode? Json(string text) => Masking.Json(PeriodicTaskDocument.Parse(text));
}

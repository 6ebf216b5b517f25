using System.Text.Json.Nodes;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What can be said of a periodic task, for the document; it is read by the same code that reads it everywhere.</summary>
internal sealed record PeriodicTaskInput(string Name, string Task, string Schedule)
{
    public JsonArray? Args { get; init; }

    public JsonObject? Kwargs { get; init; }

    public JsonObject? Headers { get; init; }

    public string? Queue { get; init; }

    public string? Exchange { get; init; }

    public string? RoutingKey { get; init; }

    public int? Priority { get; init; }

    public DateTime? Expires { get; init; }

    public double? ExpireSeconds { get; init; }

    public bool? OneOff { get; init; }

    public DateTime? StartTime { get; init; }

    public bool? Enabled { get; init; }

    public string? Description { get; init; }

    public string? CatchUp { get; init; }

    public double? StartingDeadline { get; init; }

    public string? Overlap { get; init; }

    public double? Jitter { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}

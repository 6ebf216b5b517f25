using System.Text.Json.Nodes;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>A task to be sent.</summary>
/// <param name="Task">Its name.</param>
internal sealed record SendRequest(string Task)
{
    public JsonArray? Args { get; init; }

    public JsonObject? Kwargs { get; init; }

    public JsonObject? Headers { get; init; }

    public string? Queue { get; init; }

    public string? RoutingKey { get; init; }

    public int? Priority { get; init; }

    public DateTimeOffset? Eta { get; init; }

    public TimeSpan? Countdown { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>Of several requests with one key of one sender only the first is sent; null: each is.</summary>
    public string? IdempotencyKey { get; init; }
}

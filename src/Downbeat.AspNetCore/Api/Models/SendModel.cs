using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Operations.Messages;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A task to be sent.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Args">The arguments by position.</param>
/// <param name="Kwargs">The arguments by name.</param>
/// <param name="Headers">Headers added to the message.</param>
/// <param name="Queue">The queue; as the task or the default says when null.</param>
/// <param name="RoutingKey">The routing key, for brokers that route.</param>
/// <param name="Priority">0 to 255, higher first.</param>
/// <param name="Eta">Not run before this instant.</param>
/// <param name="CountdownSeconds">Not run before so many seconds have passed.</param>
/// <param name="Expires">Not run at or after this instant.</param>
/// <param name="ExpireSeconds">Not run after so many seconds have passed.</param>
internal sealed record SendModel(
    string Task,
    JsonArray? Args = null,
    JsonObject? Kwargs = null,
    JsonObject? Headers = null,
    string? Queue = null,
    string? RoutingKey = null,
    int? Priority = null,
    string? Eta = null,
    double? CountdownSeconds = null,
    string? Expires = null,
    double? ExpireSeconds = null)
{
    private const double MostSeconds = 3_155_760_000;

    public SendRequest Read(string? idempotencyKey) => new(Task)
    {
        Args = Args,
        Kwargs = Kwargs,
        Headers = Headers,
        Queue = Queue,
        RoutingKey = RoutingKey,
        Priority = Priority,
        Eta = Eta is null ? null : ApiCall.Instant("eta", Eta),
        Countdown = Seconds("countdown_seconds", CountdownSeconds),
        Expires = Expires is null ? null : ApiCall.Instant("expires", Expires),
        ExpiresAfter = Seconds("expire_seconds", ExpireSeconds),
        IdempotencyKey = idempotencyKey,
    };

    private static TimeSpan? Seconds(string field, double? seconds)
    {
        return seconds is not { } given ? null
            : given is >= 0 and <= MostSeconds ? TimeSpan.FromSeconds(given)
            : throw new InvalidValueException(field, given, $"0 to {MostSeconds}");
    }
}

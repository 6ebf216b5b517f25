using Downbeat.Protocol;

namespace Downbeat.Brokers;

/// <summary>A message on its way to a broker.</summary>
/// <param name="Queue">The queue it goes to.</param>
/// <param name="Message">The message.</param>
public sealed record BrokerMessage(string Queue, TaskMessage Message)
{
    /// <summary>The exchange, for brokers that have them; null for the queue's own.</summary>
    public string? Exchange { get; init; }

    /// <summary>The routing key, for brokers that route; null for the queue's own.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>Not delivered before this; at once when null.</summary>
    public DateTimeOffset? AvailableAt { get; init; }

    /// <summary>0 to 255, higher first.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Publish it only if no message with its task id was published as once before, however often the publish is repeated.
    /// </summary>
    public bool Once { get; init; }
}

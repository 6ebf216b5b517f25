using System.Collections.ObjectModel;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Where a message was sent, <c>properties.delivery_info</c> on virtual transports.</summary>
public sealed record DeliveryInfo
{
    /// <summary>The exchange; empty, the default, for the anonymous one that leads straight to a queue.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>The routing key; on the anonymous exchange the queue's name.</summary>
    public string RoutingKey { get; init; } = "";

    /// <summary>Whether the message has been delivered before; only written when it is said.</summary>
    public bool? Redelivered { get; init; }

    /// <summary>Every other field by its name on the wire, as JSON; empty by default.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra
    {
        get;
        init => field = ExtraFields.Check(
            value, static name => name is "exchange" or "routing_key" or "redelivered", "properties.delivery_info");
    }
        = ReadOnlyDictionary<string, JsonElement>.Empty;
}

using System.Collections.ObjectModel;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>What a message says about its delivery: AMQP's basic properties, and what kombu's virtual transports add to them.</summary>
public sealed record MessageProperties
{
    /// <summary>The body encoding of virtual transports that can carry any bytes.</summary>
    public const string Base64 = "base64";

    /// <summary>The id replies carry, <c>correlation_id</c>: the task's id; empty, the default, for messages that expect none.</summary>
    public string CorrelationId { get; init; } = "";

    /// <summary>The queue that gets the reply, <c>reply_to</c>; none by default.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>2, the default, when the broker shall keep the message across a restart; 1 when it need not.</summary>
    public int DeliveryMode { get; init; } = 2;

    /// <summary>The priority, 0 to 255; RabbitMQ takes the highest first, kombu's Redis transport the lowest. None by default.</summary>
    public int? Priority { get; init; }

    /// <summary>After how many milliseconds the broker may drop the message, as text; none by default.</summary>
    public string? Expiration { get; init; }

    /// <summary>Where the message was sent; filled in by the broker.</summary>
    public DeliveryInfo? DeliveryInfo { get; init; }

    /// <summary>How the envelope holds the body: <c>base64</c>, the default, or <see langword="null"/> for the text itself.</summary>
    public string? BodyEncoding { get; init; } = Base64;

    /// <summary>What the message is acknowledged by; unique in a queue; filled in by the broker.</summary>
    public string? DeliveryTag { get; init; }

    /// <summary>Every other property by its name on the wire, as JSON; empty by default. The names above are refused here.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra
    {
        get;
        init => field = ExtraFields.Check(value, static name => MessagePropertyNames.IsTyped(name), "properties");
    }
        = ReadOnlyDictionary<string, JsonElement>.Empty;
}

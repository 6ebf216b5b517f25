using System.Text;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>The properties that are typed.</summary>
internal enum MessageProperty
{
    Unknown,
    CorrelationId,
    ReplyTo,
    Expiration,
    DeliveryMode,
    DeliveryInfo,
    Priority,
    BodyEncoding,
    DeliveryTag,
}

/// <summary>The properties' names on the wire, ready to write and quick to find.</summary>
internal static class MessagePropertyNames
{
    public static readonly JsonEncodedText CorrelationId = JsonEncodedText.Encode("correlation_id");
    public static readonly JsonEncodedText ReplyTo = JsonEncodedText.Encode("reply_to");
    public static readonly JsonEncodedText Expiration = JsonEncodedText.Encode("expiration");
    public static readonly JsonEncodedText DeliveryMode = JsonEncodedText.Encode("delivery_mode");
    public static readonly JsonEncodedText Priority = JsonEncodedText.Encode("priority");
    public static readonly JsonEncodedText BodyEncoding = JsonEncodedText.Encode("body_encoding");
    public static readonly JsonEncodedText DeliveryTag = JsonEncodedText.Encode("delivery_tag");

    public static bool IsTyped(string name)
    {
        Span<byte> utf8 = stackalloc byte[32];
        return Encoding.UTF8.TryGetBytes(name, utf8, out int written) && Find(utf8[..written]) != MessageProperty.Unknown;
    }

    public static MessageProperty Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        8 => name.SequenceEqual("reply_to"u8) ? MessageProperty.ReplyTo
            : name.SequenceEqual("priority"u8) ? MessageProperty.Priority
            : MessageProperty.Unknown,
        10 => name.SequenceEqual("expiration"u8) ? MessageProperty.Expiration : MessageProperty.Unknown,
        12 => name.SequenceEqual("delivery_tag"u8) ? MessageProperty.DeliveryTag : MessageProperty.Unknown,
        13 => name.SequenceEqual("delivery_mode"u8) ? MessageProperty.DeliveryMode
            : name.SequenceEqual("delivery_info"u8) ? MessageProperty.DeliveryInfo
            : name.SequenceEqual("body_encoding"u8) ? MessageProperty.BodyEncoding
            : MessageProperty.Unknown,
        14 => name.SequenceEqual("correlation_id"u8) ? MessageProperty.CorrelationId : MessageProperty.Unknown,
        _ => MessageProperty.Unknown,
    };
}

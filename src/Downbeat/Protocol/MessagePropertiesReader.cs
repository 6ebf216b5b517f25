using System.Text;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Collects properties in the order in which they come; of two with one name the last counts, as in Python.</summary>
internal struct MessagePropertiesReader
{
    private string? _correlationId;
    private string? _replyTo;
    private int? _deliveryMode;
    private int? _priority;
    private string? _expiration;
    private DeliveryInfo? _deliveryInfo;
    private string? _bodyEncoding;
    private string? _deliveryTag;
    private ExtraFields _extra;

    public readonly MessageProperties ToProperties() => new()
    {
        CorrelationId = _correlationId ?? "",
        ReplyTo = _replyTo,
        DeliveryMode = _deliveryMode ?? 2,
        Priority = _priority,
        Expiration = _expiration,
        DeliveryInfo = _deliveryInfo,
        BodyEncoding = _bodyEncoding,
        DeliveryTag = _deliveryTag,
        Extra = _extra.Fields,
    };

    /// <summary>Takes the property whose name the reader stands on, value included.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        MessageProperty property = MessagePropertyNames.Find(JsonField.Name(ref reader));
        if (property == MessageProperty.Unknown)
        {
            _extra.Add(ref reader);
            return;
        }

        reader.Read();
        switch (property)
        {
            case MessageProperty.CorrelationId:
                _correlationId = JsonField.Text(ref reader, "properties.correlation_id");
                break;
            case MessageProperty.ReplyTo:
                _replyTo = JsonField.Text(ref reader, "properties.reply_to");
                break;
            case MessageProperty.Expiration:
                _expiration = TextOrNumber(ref reader, "properties.expiration");
                break;
            case MessageProperty.DeliveryMode:
                _deliveryMode = JsonField.Whole(ref reader, "properties.delivery_mode");
                break;
            case MessageProperty.DeliveryInfo:
                _deliveryInfo = DeliveryInfoJson.Read(ref reader);
                break;
            case MessageProperty.Priority:
                _priority = JsonField.Whole(ref reader, "properties.priority");
                break;
            case MessageProperty.BodyEncoding:
                _bodyEncoding = JsonField.Text(ref reader, "properties.body_encoding", MessageProperties.Base64);
                break;
            case MessageProperty.DeliveryTag:
                _deliveryTag = TextOrNumber(ref reader, "properties.delivery_tag");
                break;
        }
    }

    // Some senders write these as numbers; as text they mean the same.
    private static string? TextOrNumber(ref Utf8JsonReader reader, string part) =>
        reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : JsonField.Text(ref reader, part);
}

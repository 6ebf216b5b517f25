using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Reads and writes <c>properties.delivery_info</c>.</summary>
internal static class DeliveryInfoJson
{
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("delivery_info");
    private static readonly JsonEncodedText Exchange = JsonEncodedText.Encode("exchange");
    private static readonly JsonEncodedText RoutingKey = JsonEncodedText.Encode("routing_key");
    private static readonly JsonEncodedText Redelivered = JsonEncodedText.Encode("redelivered");

    public static void Write(Utf8JsonWriter writer, DeliveryInfo info)
    {
        writer.WriteStartObject(Name);
        writer.WriteString(Exchange, info.Exchange);
        writer.WriteString(RoutingKey, info.RoutingKey);
        if (info.Redelivered is { } redelivered)
        {
            writer.WriteBoolean(Redelivered, redelivered);
        }

        ExtraFields.Write(writer, info.Extra);
        writer.WriteEndObject();
    }

    public static DeliveryInfo? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonField.Refusal(ref reader, "properties.delivery_info", "a JSON object or null");
        }

        string exchange = "";
        string routingKey = "";
        bool? redelivered = null;
        var extra = default(ExtraFields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = JsonField.Name(ref reader);
            if (name.SequenceEqual("exchange"u8))
            {
                reader.Read();
                exchange = JsonField.Text(ref reader, "properties.delivery_info.exchange", "") ?? "";
            }
            else if (name.SequenceEqual("routing_key"u8))
            {
                reader.Read();
                routingKey = JsonField.Text(ref reader, "properties.delivery_info.routing_key") ?? "";
            }
            else if (name.SequenceEqual("redelivered"u8))
            {
                reader.Read();
                redelivered = JsonField.Flag(ref reader, "properties.delivery_info.redelivered");
            }
            else
            {
                extra.Add(ref reader);
            }
        }

        return new DeliveryInfo { Exchange = exchange, RoutingKey = routingKey, Redelivered = redelivered, Extra = extra.Fields };
    }
}

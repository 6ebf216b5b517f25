using System.Buffers;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Reads and writes a message's properties as the JSON object that kombu's virtual transports put in the envelope.</summary>
public static class MessagePropertiesJson
{
    /// <summary>
    /// Reads properties. What is missing gets its default; unknown ones are kept in <see cref="MessageProperties.Extra"/>.
    /// </summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <returns>The properties.</returns>
    /// <exception cref="InvalidMessageException">A property is not what it must be; the text names it.</exception>
    public static MessageProperties Read(ReadOnlySpan<byte> utf8Json)
    {
        JsonText.EnsureText(utf8Json, "properties");
        try
        {
            var reader = new Utf8JsonReader(utf8Json, JsonText.ReaderOptions);
            reader.Read();
            MessageProperties properties = Read(ref reader);
            reader.Read();
            return properties;
        }
        catch (JsonException error)
        {
            throw JsonText.Refusal(error, utf8Json, "properties");
        }
    }

    /// <summary>Writes properties; those that are not set are left out.</summary>
    /// <param name="output">Where the JSON object goes, in UTF-8.</param>
    /// <param name="properties">The properties.</param>
    public static void Write(IBufferWriter<byte> output, MessageProperties properties)
    {
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        Write(writer, properties);
        JsonWriterCache.Return(writer);
    }

    /// <summary>Writes properties as one JSON value; those that are not set are left out.</summary>
    /// <param name="writer">Where the JSON object goes.</param>
    /// <param name="properties">The properties.</param>
    public static void Write(Utf8JsonWriter writer, MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(properties);
        writer.WriteStartObject();
        WriteText(writer, MessagePropertyNames.CorrelationId, properties.CorrelationId is "" ? null : properties.CorrelationId);
        WriteText(writer, MessagePropertyNames.ReplyTo, properties.ReplyTo);
        WriteText(writer, MessagePropertyNames.Expiration, properties.Expiration);
        writer.WriteNumber(MessagePropertyNames.DeliveryMode, properties.DeliveryMode);
        if (properties.DeliveryInfo is { } info)
        {
            DeliveryInfoJson.Write(writer, info);
        }

        if (properties.Priority is { } priority)
        {
            writer.WriteNumber(MessagePropertyNames.Priority, priority);
        }

        WriteText(writer, MessagePropertyNames.BodyEncoding, properties.BodyEncoding);
        WriteText(writer, MessagePropertyNames.DeliveryTag, properties.DeliveryTag);
        ExtraFields.Write(writer, properties.Extra);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object the reader stands on and leaves the reader at its end.</summary>
    internal static MessageProperties Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonField.Refusal(ref reader, "properties", "a JSON object");
        }

        var fields = default(MessagePropertiesReader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fields.Take(ref reader);
        }

        return fields.ToProperties();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}

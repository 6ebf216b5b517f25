using System.Buffers;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Brokers;

/// <summary>A message and where it goes as one JSON document, for outboxes.</summary>
public static class BrokerMessageJson
{
    /// <summary>Writes a message.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="message">The message.</param>
    public static void Write(IBufferWriter<byte> output, BrokerMessage message)
    {
        var envelope = new ArrayBufferWriter<byte>(1024);
        VirtualEnvelope.WriteTask(envelope, message.Message);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("queue"u8, message.Queue);
        WriteOptional(json, "exchange"u8, message.Exchange);
        WriteOptional(json, "routing_key"u8, message.RoutingKey);
        if (message.AvailableAt is { } availableAt)
        {
            json.WriteNumber("available_at"u8, availableAt.ToMicroseconds());
        }

        json.WriteNumber("priority"u8, message.Priority);
        json.WriteBoolean("once"u8, message.Once);
        json.WritePropertyName("message"u8);
        json.WriteRawValue(envelope.WrittenSpan, skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <summary>Reads a message.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <exception cref="InvalidMessageException">It is no message.</exception>
    public static BrokerMessage Read(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            JsonElement json = JsonElement.Parse(utf8Json);
            TaskMessage message = VirtualEnvelope.ReadTask(JsonText.Raw(json.GetProperty("message"u8)));
            return new BrokerMessage(json.GetProperty("queue"u8).GetString()!, message)
            {
                Exchange = ReadOptional(json, "exchange"u8),
                RoutingKey = ReadOptional(json, "routing_key"u8),
                AvailableAt = json.TryGetProperty("available_at"u8, out JsonElement at) ? Instants.FromMicroseconds(at.GetInt64()) : null,
                Priority = json.GetProperty("priority"u8).GetInt32(),
                Once = json.GetProperty("once"u8).GetBoolean(),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidMessageException("outbox", exception.Message, "the document that was written", exception);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? ReadOptional(JsonElement json, ReadOnlySpan<byte> name)
    {
        return json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }
}

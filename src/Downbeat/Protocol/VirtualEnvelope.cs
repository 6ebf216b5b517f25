using System.Buffers;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>
/// A message as kombu's virtual transports (Redis, SQL, files) store it: one JSON object that holds the body, its content type,
/// headers and properties. This form fits any message; task messages have a faster way, <see cref="ReadTask"/> and <see cref="WriteTask"/>.
/// </summary>
/// <seealso href="https://docs.celeryq.dev/projects/kombu/en/stable/reference/kombu.transport.virtual.html"/>
public sealed record VirtualEnvelope
{
    /// <summary>The body as it was serialized, already taken out of base64.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How the body is serialized; <c>application/json</c> by default.</summary>
    public string ContentType { get; init; } = TaskMessage.Json;

    /// <summary>How the body's text is encoded; <c>utf-8</c> by default.</summary>
    public string ContentEncoding { get; init; } = TaskMessage.Utf8;

    /// <summary>The headers, a JSON object; empty by default.</summary>
    public JsonElement Headers { get; init; } = JsonText.EmptyObject;

    /// <summary>The properties, among them exchange, routing key and delivery tag.</summary>
    public MessageProperties Properties { get; init; } = new();

    /// <summary>Reads any message: a task's, an event, a remote control command.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <returns>The message.</returns>
    /// <exception cref="InvalidMessageException">It is no envelope; the text says what is wrong.</exception>
    public static VirtualEnvelope Read(ReadOnlySpan<byte> utf8Json)
    {
        VirtualEnvelopeReader parts = VirtualEnvelopeReader.Read(utf8Json, isTask: false);
        return new()
        {
            Body = parts.Body,
            ContentType = parts.ContentType,
            ContentEncoding = parts.ContentEncoding,
            Headers = parts.Headers,
            Properties = parts.Properties,
        };
    }

    /// <summary>Reads a task message; one of protocol 1 is turned into protocol 2.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <returns>The message; its body is not parsed yet.</returns>
    /// <exception cref="InvalidMessageException">It is no envelope, or no task message; the text says what is wrong.</exception>
    public static TaskMessage ReadTask(ReadOnlySpan<byte> utf8Json)
    {
        VirtualEnvelopeReader parts = VirtualEnvelopeReader.Read(utf8Json, isTask: true);
        return parts.TaskHeaders.NamesTask
            ? new()
            {
                Headers = parts.TaskHeaders.ToHeaders(),
                Properties = parts.Properties,
                Body = parts.Body,
                ContentType = parts.ContentType,
                ContentEncoding = parts.ContentEncoding,
            }
            : ProtocolOne.ToTaskMessage(parts.Body, parts.Properties, parts.ContentType);
    }

    /// <summary>
    /// Writes any message. The body goes in base64 or, when <see cref="MessageProperties.BodyEncoding"/> is none, as text.
    /// </summary>
    /// <param name="output">Where the JSON object goes, in UTF-8.</param>
    /// <param name="envelope">The message.</param>
    /// <exception cref="InvalidValueException">The body cannot be written with that encoding.</exception>
    public static void Write(IBufferWriter<byte> output, VirtualEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        VirtualEnvelopeWriter.WriteStart(writer, envelope.Body, envelope.ContentType, envelope.ContentEncoding, envelope.Properties);
        ExtraFields.WriteValue(writer, envelope.Headers.ValueKind == JsonValueKind.Undefined ? JsonText.EmptyObject : envelope.Headers);
        VirtualEnvelopeWriter.WriteEnd(writer, envelope.Properties);
        JsonWriterCache.Return(writer);
    }

    /// <summary>
    /// Writes a task message. The body goes in base64 or, when <see cref="MessageProperties.BodyEncoding"/> is none, as text.
    /// </summary>
    /// <param name="output">Where the JSON object goes, in UTF-8.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidValueException">The body cannot be written with that encoding.</exception>
    public static void WriteTask(IBufferWriter<byte> output, TaskMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        VirtualEnvelopeWriter.WriteStart(writer, message.Body, message.ContentType, message.ContentEncoding, message.Properties);
        TaskHeadersWriter.Write(writer, message.Headers);
        VirtualEnvelopeWriter.WriteEnd(writer, message.Properties);
        JsonWriterCache.Return(writer);
    }
}

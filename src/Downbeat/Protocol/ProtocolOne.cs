using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>
/// Celery's message protocol 1, read only: headers, arguments and signatures all stand in the body, and the message's headers
/// are empty. What comes out is protocol 2, so nobody else needs to know.
/// </summary>
/// <seealso href="https://docs.celeryq.dev/en/stable/internals/protocol.html#version-1"/>
public static class ProtocolOne
{
    private static readonly string[] NotHeaders = ["args", "kwargs", "callbacks", "errbacks", "chain", "chord", "utc", "taskset"];

    /// <summary>Turns a message whose headers name no task into one of protocol 2.</summary>
    /// <param name="body">The body: a JSON object in UTF-8 with at least <c>task</c>, <c>id</c>, and <c>args</c> or <c>kwargs</c>.</param>
    /// <param name="properties">The message's properties, kept as they are.</param>
    /// <param name="contentType">How the body is serialized; only <c>application/json</c> is known.</param>
    /// <returns>The message as protocol 2 has it, with a body of its own.</returns>
    /// <exception cref="InvalidMessageException">It is no task message of protocol 1 either; the text says what is wrong.</exception>
    public static TaskMessage ToTaskMessage(ReadOnlyMemory<byte> body, MessageProperties properties, string contentType = TaskMessage.Json)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (!TaskMessage.Json.Equals(contentType, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidMessageException("headers", $"without a task, and the body is {contentType}", "headers with task and id");
        }

        JsonElement fields = JsonText.Parse(body.Span, "body");
        if (fields.ValueKind != JsonValueKind.Object || !fields.TryGetProperty("task"u8, out _))
        {
            throw new InvalidMessageException("headers", "without a task, and so is the body", "headers with task and id");
        }

        MessageBody parts = MessageBody.ReadProtocolOne(fields);
        var output = new ArrayBufferWriter<byte>(body.Length);
        MessageBodyWriter.Write(output, parts);
        return new TaskMessage { Headers = ReadHeaders(body.Span, fields, parts), Properties = properties, Body = output.WrittenMemory };
    }

    private static TaskHeaders ReadHeaders(ReadOnlySpan<byte> body, JsonElement fields, MessageBody parts)
    {
        TaskHeaders headers = TaskHeadersJson.Read(body);
        IEnumerable<KeyValuePair<string, JsonElement>> extra = headers.Extra.Where(static field => !NotHeaders.Contains(field.Key));
        Dictionary<string, JsonElement> kept = new(extra, StringComparer.Ordinal);
        return headers with
        {
            Lang = headers.Lang is "" ? "py" : headers.Lang,
            Group = headers.Group ?? Taskset(fields),
            RootId = headers.RootId ?? headers.Id,
            ArgsRepr = PythonRepr.Args(parts.Args),
            KwargsRepr = PythonRepr.Kwargs(parts.Kwargs),
            Extra = kept.Count == 0 ? ReadOnlyDictionary<string, JsonElement>.Empty : kept,
        };
    }

    private static string? Taskset(JsonElement fields) =>
        fields.TryGetProperty("taskset"u8, out JsonElement taskset) && taskset.ValueKind == JsonValueKind.String
            ? taskset.GetString()
            : null;
}

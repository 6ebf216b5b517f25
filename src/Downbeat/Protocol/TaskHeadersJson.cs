using System.Buffers;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Reads and writes a task's headers as the JSON object that Celery puts on the wire.</summary>
public static class TaskHeadersJson
{
    /// <summary>Reads headers. What is missing gets its default; unknown headers are kept in <see cref="TaskHeaders.Extra"/>.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <returns>The headers.</returns>
    /// <exception cref="InvalidMessageException">
    /// <c>task</c> or <c>id</c> is missing, or a header is not what it must be; the text names it.
    /// </exception>
    public static TaskHeaders Read(ReadOnlySpan<byte> utf8Json)
    {
        JsonText.EnsureText(utf8Json, "headers");
        try
        {
            var reader = new Utf8JsonReader(utf8Json, JsonText.ReaderOptions);
            reader.Read();
            TaskHeaders headers = Read(ref reader);
            reader.Read();
            return headers;
        }
        catch (JsonException error)
        {
            throw JsonText.Refusal(error, utf8Json, "headers");
        }
    }

    /// <summary>Writes headers; those of <see cref="TaskHeaders.Extra"/> stand beside the others, at the top level.</summary>
    /// <param name="output">Where the JSON object goes, in UTF-8.</param>
    /// <param name="headers">The headers.</param>
    public static void Write(IBufferWriter<byte> output, TaskHeaders headers)
    {
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        Write(writer, headers);
        JsonWriterCache.Return(writer);
    }

    /// <summary>
    /// Writes headers as one JSON value; those of <see cref="TaskHeaders.Extra"/> stand beside the others, at the top level.
    /// </summary>
    /// <param name="writer">Where the JSON object goes.</param>
    /// <param name="headers">The headers.</param>
    public static void Write(Utf8JsonWriter writer, TaskHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(headers);
        TaskHeadersWriter.Write(writer, headers);
    }

    /// <summary>Reads the object the reader stands on and leaves the reader at its end.</summary>
    internal static TaskHeaders Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonField.Refusal(ref reader, "headers", "a JSON object");
        }

        var fields = default(TaskHeadersReader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fields.Take(ref reader);
        }

        return fields.ToHeaders();
    }
}

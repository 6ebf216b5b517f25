using System.Buffers;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Serialization;

/// <summary>Writes the arguments of a task, as <see cref="MessageBodyWriter"/> and <see cref="PythonRepr"/> take them.</summary>
public static class TaskArguments
{
    /// <summary>Writes positional arguments as a JSON array.</summary>
    /// <param name="json">The serializer.</param>
    /// <param name="output">Where the array goes, in UTF-8.</param>
    /// <param name="args">The arguments: anything the serializer knows, JSON of any kind included.</param>
    /// <exception cref="SerializationException">An argument cannot be written; it is named by its place, <c>args[1]</c>.</exception>
    public static void WriteArgs(this TaskJson json, IBufferWriter<byte> output, IReadOnlyList<object?> args)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(args);
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        writer.WriteStartArray();
        for (int index = 0; index < args.Count; index++)
        {
            json.WriteValue(writer, args[index], typeof(object), "args", index: index);
        }

        writer.WriteEndArray();
        JsonWriterCache.Return(writer);
    }

    /// <summary>Writes named arguments as a JSON object; the names stay as they are.</summary>
    /// <param name="json">The serializer.</param>
    /// <param name="output">Where the object goes, in UTF-8.</param>
    /// <param name="kwargs">The arguments by name: anything the serializer knows, JSON of any kind included.</param>
    /// <exception cref="SerializationException">An argument cannot be written; it is named, <c>kwargs.year</c>.</exception>
    public static void WriteKwargs(this TaskJson json, IBufferWriter<byte> output, IReadOnlyDictionary<string, object?> kwargs)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(kwargs);
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        writer.WriteStartObject();
        foreach ((string name, object? value) in kwargs)
        {
            writer.WritePropertyName(name);
            json.WriteValue(writer, value, typeof(object), "kwargs", field: name);
        }

        writer.WriteEndObject();
        JsonWriterCache.Return(writer);
    }
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Downbeat.Protocol;

namespace Downbeat.Serialization;

/// <summary>
/// Writes and reads arguments and results as the JSON that Celery's workers and clients exchange. Property names are camelCase
/// and read in any case; enums are names; the types JSON lacks follow <see cref="JsonDialect"/>.
/// </summary>
public sealed class TaskJson
{
    private const string AddContext =
        "name it in a [JsonSerializable] of your JsonSerializerContext and add that with AddJsonContext";

    private const string SeeReason = "the reason says what is allowed";

    private readonly bool _isReflecting;

    /// <summary>Creates a serializer.</summary>
    /// <param name="resolvers">
    /// Where the application's types are described, first match first: its <c>JsonSerializerContext</c>s. Behind them come the common types
    /// and, where the runtime allows it, reflection.
    /// </param>
    /// <param name="dialect">How values that JSON has no form for are written; plain by default.</param>
    public TaskJson(IEnumerable<IJsonTypeInfoResolver>? resolvers = null, JsonDialect dialect = JsonDialect.Plain)
        : this(resolvers ?? [], dialect, JsonSerializer.IsReflectionEnabledByDefault)
    {
    }

    internal TaskJson(IEnumerable<IJsonTypeInfoResolver> resolvers, JsonDialect dialect, bool isReflecting)
    {
        _isReflecting = isReflecting;
        Dialect = dialect;
        Options = TaskJsonOptions.Create(resolvers, dialect, isReflecting);
    }

    /// <summary>The serializer without types of an application: the plain dialect, and reflection where the runtime allows it.</summary>
    public static TaskJson Default { get; } = new();

    /// <summary>How values that JSON has no form for are written.</summary>
    public JsonDialect Dialect { get; }

    /// <summary>The options behind it, read-only.</summary>
    public JsonSerializerOptions Options { get; }

    /// <summary>Refuses a type that can never be written or read, so that the program says so when it starts.</summary>
    /// <param name="type">The type of a parameter or a result.</param>
    /// <param name="parameter">Its name, for the message.</param>
    /// <exception cref="SerializationException">Nobody describes the type.</exception>
    public void EnsureKnown(Type type, string parameter) => TypeInfo(type, parameter);

    /// <summary>Writes a value.</summary>
    /// <param name="output">Where the JSON goes, in UTF-8.</param>
    /// <param name="value">The value.</param>
    /// <param name="parameter">Its name, for the message.</param>
    /// <typeparam name="T">The type that says how; the value's own type when this is <see cref="object"/>.</typeparam>
    /// <exception cref="SerializationException">The value cannot be written.</exception>
    public void Serialize<T>(IBufferWriter<byte> output, T value, string parameter = "result")
    {
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        try
        {
            if (!Primitives.TryWrite(writer, value))
            {
                WriteSlowly(writer, value, typeof(T), parameter);
            }
        }
        catch (InvalidOperationException error)
        {
            throw BrokenText(parameter, typeof(T), error);
        }

        JsonWriterCache.Return(writer);
    }

    /// <summary>Writes a value whose type is known at run time only.</summary>
    /// <param name="output">Where the JSON goes, in UTF-8.</param>
    /// <param name="value">The value; of that type, or null.</param>
    /// <param name="type">The type that says how; the value's own type when this is <see cref="object"/>.</param>
    /// <param name="parameter">Its name, for the message.</param>
    /// <exception cref="SerializationException">The value cannot be written.</exception>
    public void Serialize(IBufferWriter<byte> output, object? value, Type type, string parameter = "result")
    {
        ArgumentNullException.ThrowIfNull(type);
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        WriteValue(writer, value, type, parameter);
        JsonWriterCache.Return(writer);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">Its name, for the message.</param>
    /// <typeparam name="T">The type that says how; the value's own type when this is <see cref="object"/>.</typeparam>
    /// <returns>JSON in UTF-8.</returns>
    /// <exception cref="SerializationException">The value cannot be written.</exception>
    public byte[] Serialize<T>(T value, string parameter = "result")
    {
        var output = new ArrayBufferWriter<byte>();
        Serialize(output, value, parameter);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a value.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="parameter">The name of what is read, for the message.</param>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <returns>The value; null only where the JSON is null and the type allows it.</returns>
    /// <exception cref="SerializationException">The JSON is not of that type, or nobody describes the type.</exception>
    public T? Deserialize<T>(JsonElement json, string parameter = "result")
    {
        try
        {
            return Primitives.TryRead(json, out T? value) ? value : (T?)ReadSlowly(json, typeof(T), parameter);
        }
        catch (InvalidOperationException error)
        {
            throw BrokenText(parameter, typeof(T), error);
        }
    }

    /// <summary>Reads a value whose type is known at run time only.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="type">What it becomes.</param>
    /// <param name="parameter">The name of what is read, for the message.</param>
    /// <returns>The value; null only where the JSON is null and the type allows it.</returns>
    /// <exception cref="SerializationException">The JSON is not of that type, or nobody describes the type.</exception>
    public object? Deserialize(JsonElement json, Type type, string parameter = "result")
    {
        ArgumentNullException.ThrowIfNull(type);
        return ReadSlowly(json, type, parameter);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8.</param>
    /// <param name="parameter">The name of what is read, for the message.</param>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <returns>The value; null only where the JSON is null and the type allows it.</returns>
    /// <exception cref="SerializationException">The JSON is not of that type, or nobody describes the type.</exception>
    /// <exception cref="InvalidMessageException">It is no JSON at all.</exception>
    public T? Deserialize<T>(ReadOnlySpan<byte> utf8Json, string parameter = "result") =>
        Deserialize<T>(JsonText.Parse(utf8Json, parameter), parameter);

    /// <summary>Writes one value of many; the writer is the caller's.</summary>
    internal void WriteValue(Utf8JsonWriter writer, object? value, Type type, string parameter, string? field = null, int index = -1)
    {
        if (value is TypedValue typed)
        {
            (value, type) = typed;
        }

        try
        {
            if (!Primitives.TryWriteBoxed(writer, value))
            {
                WriteSlowly(writer, value, type, Name(parameter, field, index));
            }
        }
        catch (InvalidOperationException error)
        {
            throw BrokenText(Name(parameter, field, index), value?.GetType() ?? type, error);
        }
    }

    private static string Name(string parameter, string? field, int index) =>
        field is not null ? $"{parameter}.{field}" : index >= 0 ? $"{parameter}[{index}]" : parameter;

    // JSON from elsewhere can hold half a surrogate pair; only taking the text out shows it.
    private static SerializationException BrokenText(string parameter, Type type, InvalidOperationException error) =>
        new(parameter, type, $"holds JSON that is no Unicode text ({error.Message})", "replace half surrogate pairs", error);

    private void WriteSlowly(Utf8JsonWriter writer, object? value, Type type, string parameter)
    {
        JsonTypeInfo typeInfo = TypeInfo(type == typeof(object) && value is not null ? value.GetType() : type, parameter);
        try
        {
            JsonSerializer.Serialize(writer, value, typeInfo);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new SerializationException(
                parameter, typeInfo.Type, $"cannot be written as JSON ({error.Message})", Advice(error), error);
        }
    }

    private object? ReadSlowly(JsonElement json, Type type, string parameter)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            throw new SerializationException(parameter, type, "cannot be read from nothing", "give a value");
        }

        JsonTypeInfo typeInfo = TypeInfo(type, parameter);
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new SerializationException(
                parameter, type, $"cannot be read from {MessageBody.Describe(json)} ({error.Message})", Advice(error), error);
        }
    }

    // Where reflection helps out, what is not supported is not supported by anybody.
    private string Advice(Exception error) => error is NotSupportedException && !_isReflecting ? AddContext : SeeReason;

    private JsonTypeInfo TypeInfo(Type type, string parameter)
    {
        try
        {
            return Options.TryGetTypeInfo(type, out JsonTypeInfo? typeInfo)
                ? typeInfo
                : throw new SerializationException(parameter, type, "is not known to the serializer", AddContext);
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw new SerializationException(parameter, type, $"cannot be JSON ({error.Message})", Advice(error), error);
        }
    }
}

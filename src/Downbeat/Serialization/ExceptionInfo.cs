using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Serialization;

/// <summary>
/// An exception as results carry it, Celery's <c>{"exc_type", "exc_message", "exc_module"}</c>, whatever language it was thrown in.
/// A .NET exception is known by its class name and namespace; Python makes an exception class of that name from it.
/// </summary>
public sealed record ExceptionInfo
{
    private static readonly JsonEncodedText ExcType = JsonEncodedText.Encode("exc_type");
    private static readonly JsonEncodedText ExcMessage = JsonEncodedText.Encode("exc_message");
    private static readonly JsonEncodedText ExcModule = JsonEncodedText.Encode("exc_module");

    /// <summary>The exception's class, <c>exc_type</c>: <c>ValueError</c>, <c>InvalidOperationException</c>; never empty.</summary>
    public required string Type
    {
        get;
        init => field = value is { Length: > 0 } ? value : throw new InvalidValueException("exc_type", value, "text that is not empty");
    }

    /// <summary>The module or namespace of that class, <c>exc_module</c>: <c>builtins</c>, <c>System</c>; null when nobody said.</summary>
    public string? Module { get; init; }

    /// <summary>What the exception was made with, <c>exc_message</c>, any JSON; from .NET the message alone.</summary>
    public IReadOnlyList<JsonElement> Args { get; init; } = [];

    /// <summary>The stack trace as text, which results carry beside it as <c>traceback</c>; null when there is none.</summary>
    public string? Traceback { get; init; }

    /// <summary>What Python's <c>str()</c> would give: the only argument, all of them in brackets, or nothing.</summary>
    public string Message => Args switch
    {
        [] => "",
        [{ ValueKind: JsonValueKind.String } text] => text.GetString()!,
        [JsonElement single] => PythonRepr.Value(single),
        _ => PythonRepr.Args(Encoding.UTF8.GetBytes($"[{string.Join(',', Args.Select(static argument => argument.GetRawText()))}]")),
    };

    /// <summary>Describes a .NET exception: class name, namespace, message, and all it says about where it came from.</summary>
    /// <param name="exception">The exception; one that reflection wrapped is taken out of its wrapping.</param>
    /// <returns>The description.</returns>
    public static ExceptionInfo From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        while (exception is TargetInvocationException { InnerException: { } thrown })
        {
            exception = thrown;
        }

        Type type = exception.GetType();
        return Create(TypeNames.Simple(type), type.Namespace, exception.Message) with { Traceback = exception.ToString() };
    }

    /// <summary>Describes an exception by name, such as those that Celery itself reports.</summary>
    /// <param name="type">The class: <c>TaskRevokedError</c>.</param>
    /// <param name="module">The module: <c>celery.exceptions</c>; null for none.</param>
    /// <param name="args">What it is made with: <c>revoked</c>.</param>
    /// <returns>The description, without a stack trace.</returns>
    public static ExceptionInfo Create(string type, string? module, params ReadOnlySpan<string> args)
    {
        var texts = new JsonElement[args.Length];
        for (int index = 0; index < args.Length; index++)
        {
            texts[index] = JsonSerializer.SerializeToElement(args[index], KnownTypes.Default.String);
        }

        return new() { Type = type, Module = module, Args = texts };
    }

    /// <summary>Reads what a result carries. Anything is understood: what is no exception becomes the argument of a nameless one.</summary>
    /// <param name="result">The result of a task that failed, was revoked or is retried.</param>
    /// <param name="traceback">The stack trace that stood beside it, if one did.</param>
    /// <returns>The description.</returns>
    public static ExceptionInfo FromJson(JsonElement result, string? traceback = null)
    {
        if (result.ValueKind != JsonValueKind.Object
            || !result.TryGetProperty(ExcType.EncodedUtf8Bytes, out JsonElement type)
            || type.ValueKind != JsonValueKind.String
            || type.ValueEquals(""u8))
        {
            bool isEmpty = result.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
            return new() { Type = "Exception", Args = isEmpty ? [] : [result], Traceback = traceback };
        }

        return new()
        {
            Type = type.GetString()!,
            Module = result.TryGetProperty(ExcModule.EncodedUtf8Bytes, out JsonElement module) && module.ValueKind == JsonValueKind.String
                ? module.GetString()
                : null,
            Args = result.TryGetProperty(ExcMessage.EncodedUtf8Bytes, out JsonElement message) ? ReadArgs(message) : [],
            Traceback = traceback,
        };
    }

    /// <summary>Writes <c>{"exc_type", "exc_message", "exc_module"}</c>; the stack trace belongs beside it.</summary>
    /// <param name="writer">Where the JSON object goes.</param>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString(ExcType, Type);
        writer.WriteStartArray(ExcMessage);
        foreach (JsonElement argument in Args)
        {
            ExtraFields.WriteValue(writer, argument);
        }

        writer.WriteEndArray();
        writer.WriteString(ExcModule, Module);
        writer.WriteEndObject();
    }

    /// <summary>Gives <c>{"exc_type", "exc_message", "exc_module"}</c>; the stack trace belongs beside it.</summary>
    /// <returns>A JSON object.</returns>
    public JsonElement ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        Write(writer);
        JsonWriterCache.Return(writer);
        return JsonText.Parse(output.WrittenSpan, "result");
    }

    // Old workers wrote a text where there is a list now.
    private static IReadOnlyList<JsonElement> ReadArgs(JsonElement message) => message.ValueKind switch
    {
        JsonValueKind.Array => [.. message.EnumerateArray()],
        JsonValueKind.Null => [],
        _ => [message],
    };
}

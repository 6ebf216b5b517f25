using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>The body of a task message, <c>[args, kwargs, embed]</c>; the arguments are still JSON.</summary>
public sealed record MessageBody
{
    private const string Shape = "[args, kwargs, embed]: a list, an object and an object";
    private static readonly string[] ProtocolOneFields =
    [
        "task", "id", "args", "kwargs", "group", "group_index", "retries", "eta", "expires", "utc", "timelimit", "taskset",
    ];

    /// <summary>The positional arguments, a JSON array; empty by default.</summary>
    public JsonElement Args { get; init; } = JsonText.EmptyArray;

    /// <summary>The named arguments, a JSON object; empty by default.</summary>
    public JsonElement Kwargs { get; init; } = JsonText.EmptyObject;

    /// <summary>What happens after the task; nothing by default.</summary>
    public MessageEmbed Embed { get; init; } = MessageEmbed.None;

    /// <summary>Reads a body; one of protocol 1, an object with <c>args</c> and <c>kwargs</c>, is understood too.</summary>
    /// <param name="utf8">The body, in UTF-8, not compressed; it is copied.</param>
    /// <returns>Arguments and embedded signatures; <c>null</c> in place of a part means that it is empty.</returns>
    /// <exception cref="InvalidMessageException">The body is not JSON, or not of that shape; the text says where.</exception>
    public static MessageBody Parse(ReadOnlyMemory<byte> utf8)
    {
        JsonElement body = JsonText.Parse(utf8.Span, "body");
        return body.ValueKind switch
        {
            JsonValueKind.Array when body.GetArrayLength() == 3 => new MessageBody
            {
                Args = Part("args", body[0], JsonValueKind.Array, "a list", JsonText.EmptyArray),
                Kwargs = Part("kwargs", body[1], JsonValueKind.Object, "an object", JsonText.EmptyObject),
                Embed = MessageEmbed.Read(Part("embed", body[2], JsonValueKind.Object, "an object", JsonText.EmptyObject)),
            },
            JsonValueKind.Array => throw new InvalidMessageException("body", $"a list of {body.GetArrayLength()}", Shape),
            JsonValueKind.Object => ReadProtocolOne(body),
            _ => throw new InvalidMessageException("body", Describe(body), Shape),
        };
    }

    /// <summary>Reads the body of protocol 1, where arguments, headers and signatures stand side by side.</summary>
    internal static MessageBody ReadProtocolOne(JsonElement body)
    {
        bool hasArgs = body.TryGetProperty("args"u8, out JsonElement args);
        bool hasKwargs = body.TryGetProperty("kwargs"u8, out JsonElement kwargs);
        return hasArgs || hasKwargs
            ? new MessageBody
            {
                Args = hasArgs ? Part("args", args, JsonValueKind.Array, "a list", JsonText.EmptyArray) : JsonText.EmptyArray,
                Kwargs = hasKwargs ? Part("kwargs", kwargs, JsonValueKind.Object, "an object", JsonText.EmptyObject) : JsonText.EmptyObject,
                Embed = MessageEmbed.Read(body, ProtocolOneFields),
            }
            : throw new InvalidMessageException("body", "an object without args and kwargs", Shape);
    }

    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };

    private static JsonElement Part(string name, JsonElement value, JsonValueKind kind, string allowed, JsonElement empty) =>
        value.ValueKind == kind ? value
        : value.ValueKind == JsonValueKind.Null ? empty
        : throw new InvalidMessageException(name, Describe(value), $"{allowed} or null");
}

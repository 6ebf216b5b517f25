namespace Downbeat.Protocol;

/// <summary>One message that asks for one run of one task, as Celery's message protocol 2 has it, whatever broker carries it.</summary>
/// <seealso href="https://docs.celeryq.dev/en/stable/internals/protocol.html"/>
public sealed record TaskMessage
{
    internal const string Json = "application/json";
    internal const string Utf8 = "utf-8";

    /// <summary>What the message says about the task.</summary>
    public required TaskHeaders Headers { get; init; }

    /// <summary>What the message says about its delivery.</summary>
    public required MessageProperties Properties { get; init; }

    /// <summary>The body as it was serialized: <c>[args, kwargs, embed]</c>; any bytes, no limit of its own.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How the body is serialized; <c>application/json</c> by default.</summary>
    public string ContentType { get; init; } = Json;

    /// <summary>How the body's text is encoded; <c>utf-8</c> by default, <c>binary</c> for what is no text.</summary>
    public string ContentEncoding { get; init; } = Utf8;

    /// <summary>Reads the body: decompresses it when the header <c>compression</c> says so, then parses it.</summary>
    /// <returns>Arguments and embedded signatures.</returns>
    /// <exception cref="InvalidMessageException">
    /// The content type, encoding or compression is not known here, or the body is not what it must be.
    /// </exception>
    public MessageBody ReadBody()
    {
        if (!ContentType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidMessageException("content-type", $"'{ContentType}'", $"{Json}; set task_serializer = 'json' at the sender");
        }

        return IsText(ContentEncoding)
            ? MessageBody.Parse(BodyCompression.Expand(Body, Headers.Extra))
            : throw new InvalidMessageException("content-encoding", $"'{ContentEncoding}'", Utf8);
    }

    // ASCII is UTF-8; some senders leave the encoding out.
    private static bool IsText(string encoding) => encoding.ToUpperInvariant() is "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" or "";
}

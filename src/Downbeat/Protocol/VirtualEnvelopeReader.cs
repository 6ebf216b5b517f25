using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Takes an envelope apart in one pass.</summary>
internal ref struct VirtualEnvelopeReader
{
    private static readonly MessageProperties Unstated = new() { BodyEncoding = null };

    private Utf8JsonReader _body;
    private bool _hasBody;

    private VirtualEnvelopeReader(bool isTask)
    {
        IsTask = isTask;
    }

    public string ContentType { get; private set; } = TaskMessage.Json;

    public string ContentEncoding { get; private set; } = TaskMessage.Utf8;

    public byte[] Body { get; private set; } = [];

    public MessageProperties Properties { get; private set; } = Unstated;

    /// <summary>The headers of any message; empty when a task's are wanted.</summary>
    public JsonElement Headers { get; private set; } = JsonText.EmptyObject;

    /// <summary>The headers of a task message; nothing when any message is wanted.</summary>
    public TaskHeadersReader TaskHeaders;

    private bool IsTask { get; }

    public static VirtualEnvelopeReader Read(ReadOnlySpan<byte> utf8Json, bool isTask)
    {
        JsonText.EnsureText(utf8Json, "envelope");
        try
        {
            var parts = new VirtualEnvelopeReader(isTask);
            var reader = new Utf8JsonReader(utf8Json, JsonText.ReaderOptions);
            reader.Read();
            parts.TakeAll(ref reader);
            reader.Read();
            return parts;
        }
        catch (JsonException error)
        {
            throw JsonText.Refusal(error, utf8Json, "envelope");
        }
    }

    private void TakeAll(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonField.Refusal(ref reader, "envelope", "a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Take(ref reader);
        }

        // The encoding stands behind the body, so the body is only taken out now.
        Body = _hasBody ? Decode() : throw new InvalidMessageException("body", "missing", "text");
    }

    private void Take(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = JsonField.Name(ref reader);
        reader.Read();
        if (name.SequenceEqual("body"u8))
        {
            _body = reader;
            _hasBody = true;
            reader.Skip();
        }
        else if (name.SequenceEqual("content-encoding"u8))
        {
            ContentEncoding = JsonField.Text(ref reader, "content-encoding", TaskMessage.Utf8) ?? TaskMessage.Utf8;
        }
        else if (name.SequenceEqual("content-type"u8))
        {
            ContentType = JsonField.Text(ref reader, "content-type", TaskMessage.Json) ?? TaskMessage.Json;
        }
        else if (name.SequenceEqual("headers"u8))
        {
            TakeHeaders(ref reader);
        }
        else if (name.SequenceEqual("properties"u8))
        {
            Properties = MessagePropertiesJson.Read(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private void TakeHeaders(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonField.Refusal(ref reader, "headers", "a JSON object");
        }

        if (!IsTask)
        {
            Headers = JsonText.Value(ref reader);
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            TaskHeaders.Take(ref reader);
        }
    }

    private byte[] Decode()
    {
        Utf8JsonReader body = _body;
        if (body.TokenType != JsonTokenType.String)
        {
            throw JsonField.Refusal(ref body, "body", "text");
        }

        string encoding = Properties.BodyEncoding ?? "";
        if (encoding.Equals(MessageProperties.Base64, StringComparison.OrdinalIgnoreCase))
        {
            Properties = Properties with { BodyEncoding = MessageProperties.Base64 };
            return body.TryGetBytesFromBase64(out byte[]? bytes)
                ? bytes
                : throw new InvalidMessageException("body", "not base64, though properties.body_encoding says so", "base64");
        }

        if (encoding is not ("" or "utf-8" or "utf8" or "UTF-8"))
        {
            throw new InvalidMessageException("properties.body_encoding", $"'{encoding}'", $"{MessageProperties.Base64}, utf-8 or null");
        }

        // Whatever it was called: written again, it is called as we call it.
        Properties = Properties with { BodyEncoding = null };
        var text = new byte[body.ValueSpan.Length];
        return text.AsSpan(0, body.CopyString(text)).ToArray();
    }
}

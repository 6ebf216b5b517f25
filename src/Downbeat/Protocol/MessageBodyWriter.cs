using System.Buffers;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Composes <c>[args, kwargs, embed]</c> from parts that are JSON already; nothing is parsed again.</summary>
public static class MessageBodyWriter
{
    /// <summary>Writes a body.</summary>
    /// <param name="output">Where the body goes, in UTF-8.</param>
    /// <param name="args">The positional arguments: a JSON array; only its first character is checked.</param>
    /// <param name="kwargs">The named arguments: a JSON object; only its first character is checked.</param>
    /// <param name="embed">What happens after the task; <see langword="null"/> for nothing.</param>
    /// <exception cref="InvalidMessageException"><paramref name="args"/> is no array or <paramref name="kwargs"/> no object.</exception>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> args, ReadOnlySpan<byte> kwargs, MessageEmbed? embed = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        Check("args", args, (byte)'[', "a JSON array");
        Check("kwargs", kwargs, (byte)'{', "a JSON object");
        output.Write("["u8);
        output.Write(args);
        output.Write(","u8);
        output.Write(kwargs);
        if (embed is null || ReferenceEquals(embed, MessageEmbed.None))
        {
            output.Write(",{\"callbacks\":null,\"errbacks\":null,\"chain\":null,\"chord\":null}]"u8);
            return;
        }

        output.Write(","u8);
        Utf8JsonWriter writer = JsonWriterCache.Rent(output);
        writer.WriteStartObject();
        WriteField(writer, "callbacks"u8, embed.Callbacks);
        WriteField(writer, "errbacks"u8, embed.Errbacks);
        WriteField(writer, "chain"u8, embed.Chain);
        WriteField(writer, "chord"u8, embed.Chord);
        ExtraFields.Write(writer, embed.Extra);
        writer.WriteEndObject();
        JsonWriterCache.Return(writer);
        output.Write("]"u8);
    }

    /// <summary>Writes a body.</summary>
    /// <param name="output">Where the body goes, in UTF-8.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="InvalidMessageException">Its arguments are no array or no object.</exception>
    public static void Write(IBufferWriter<byte> output, MessageBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Write(output, JsonText.Raw(body.Args), JsonText.Raw(body.Kwargs), body.Embed);
    }

    private static void WriteField(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        writer.WritePropertyName(name);
        ExtraFields.WriteValue(writer, value ?? default);
    }

    private static void Check(string part, ReadOnlySpan<byte> json, byte start, string allowed)
    {
        int first = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 || json[first] != start)
        {
            throw new InvalidMessageException(part, first < 0 ? "empty" : $"JSON that starts with '{(char)json[first]}'", allowed);
        }
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Downbeat.Protocol;

/// <summary>
/// The one door through which JSON text comes in. Nothing behind it can meet invalid UTF-8, half a surrogate pair or a broken
/// document, so nothing behind it throws; a reader that forgives more (Python writes <c>NaN</c>) would stand here.
/// </summary>
internal static class JsonText
{
    /// <summary>Nested canvases need depth: each chord inside a chord takes about eight levels. Python stops at about 1,000.</summary>
    public const int MaxDepth = 256;

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };
    public static readonly JsonElement EmptyObject = JsonElement.Parse("{}"u8);
    public static readonly JsonElement EmptyArray = JsonElement.Parse("[]"u8);

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Parses a whole document; the element owns a copy of the text.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string part)
    {
        EnsureText(utf8, part);
        try
        {
            return JsonElement.Parse(utf8, DocumentOptions);
        }
        catch (JsonException error)
        {
            throw Refusal(error, utf8, part);
        }
    }

    /// <summary>An element's own text, not copied; empty for an element that is nothing.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(element);

    /// <summary>Takes the value the reader stands on.</summary>
    public static JsonElement Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            Utf8JsonReader ahead = reader;
            ahead.Read();
            if (ahead.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                reader = ahead;
                return ahead.TokenType == JsonTokenType.EndObject ? EmptyObject : EmptyArray;
            }
        }

        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>
    /// Refuses bytes that are no UTF-8 and escapes that name half a surrogate pair: the reader finds both only when a text is taken
    /// out.
    /// </summary>
    public static void EnsureText(ReadOnlySpan<byte> utf8, string part)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new InvalidMessageException(part, "not UTF-8", "JSON in UTF-8");
        }

        int lone = LoneSurrogate.IndexIn(utf8);
        if (lone >= 0)
        {
            throw new InvalidMessageException(
                part,
                $"JSON with half a surrogate pair ({System.Text.Encoding.ASCII.GetString(utf8.Slice(lone, 6))} at byte {lone})",
                "JSON whose texts are whole Unicode characters");
        }
    }

    /// <summary>Turns the parser's error into a refusal that says where and, for what only Python calls JSON, why.</summary>
    public static InvalidMessageException Refusal(JsonException error, ReadOnlySpan<byte> utf8, string part)
    {
        if (utf8.IsEmpty)
        {
            return new InvalidMessageException(part, "empty", "JSON", error);
        }

        int at = Offset(utf8, error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
        ReadOnlySpan<byte> around = utf8[Math.Max(0, at - 1)..Math.Min(utf8.Length, at + 9)];
        return around.IndexOf("NaN"u8) >= 0 || around.IndexOf("Infinity"u8) >= 0
            ? new InvalidMessageException(
                part, $"JSON with NaN or Infinity (byte {at})", "numbers that JSON knows; send null or a text instead", error)
            : new InvalidMessageException(
                part, $"not JSON from byte {at} on ({error.Message})", $"JSON, at most {MaxDepth} levels deep", error);
    }

    private static int Offset(ReadOnlySpan<byte> utf8, long line, long position)
    {
        int start = 0;
        for (long seen = 0; seen < line; seen++)
        {
            int newline = utf8[start..].IndexOf((byte)'\n');
            if (newline < 0)
            {
                break;
            }

            start += newline + 1;
        }

        return (int)Math.Min(utf8.Length, start + position);
    }
}

using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.ScheduleStores;

/// <summary>Checks the JSON texts of a row without making objects of them.</summary>
internal static class RowJson
{
    /// <summary>How deep a text may nest: a message's body, which may be a few levels deeper, must still be read.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonText.MaxDepth - 8, AllowDuplicateProperties = false };

    private const string AnArray = "a JSON array";
    private const string AnObject = "a JSON object";
    private const string ATextArray = "a JSON array of texts";

    public static void CheckArgs(string text)
    {
        if (text != "[]")
        {
            using JsonDocument _ = Parse("args", text, JsonValueKind.Array, AnArray);
        }
    }

    public static void CheckKwargs(string text)
    {
        if (text != "{}")
        {
            using JsonDocument _ = Parse("kwargs", text, JsonValueKind.Object, AnObject);
        }
    }

    public static void CheckHeaders(string text)
    {
        if (text == "{}")
        {
            return;
        }

        using JsonDocument headers = Parse("headers", text, JsonValueKind.Object, AnObject);
        foreach (JsonProperty header in headers.RootElement.EnumerateObject())
        {
            PeriodicTaskRules.CheckHeader(header.Name);
        }
    }

    public static void CheckTags(string text)
    {
        if (text == "[]")
        {
            return;
        }

        using JsonDocument tags = Parse("tags", text, JsonValueKind.Array, ATextArray);
        PeriodicTaskRules.CheckTagCount(tags.RootElement.GetArrayLength());
        foreach (JsonElement tag in tags.RootElement.EnumerateArray())
        {
            PeriodicTaskRules.CheckTag(
                tag.ValueKind == JsonValueKind.String ? tag.GetString() : throw new InvalidValueException("tags", text, ATextArray));
        }
    }

    private static JsonDocument Parse(string field, string text, JsonValueKind kind, string allowed)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int lone = LoneSurrogate.IndexIn(utf8);
        if (lone >= 0)
        {
            throw new InvalidValueException(field, text, $"{allowed} whose texts are whole Unicode characters; at byte {lone + 1} is half of one");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException(field, text, $"{allowed}; {Where(exception)}", exception);
        }

        if (document.RootElement.ValueKind == kind)
        {
            return document;
        }

        document.Dispose();
        throw new InvalidValueException(field, text, allowed);
    }

    private static string Where(JsonException exception)
    {
        return exception.LineNumber is { } line
            ? $"it is no JSON at line {line + 1}, byte {exception.BytePositionInLine + 1}"
            : exception.Message;
    }
}

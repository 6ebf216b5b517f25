using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Mounting;

namespace Downbeat.Admin.Forms;

/// <summary>Fields for JSON. Secrets in them are hidden.</summary>
internal static class JsonFields
{
    // As strict as what reads the rows.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 248, AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes JSON for reading and editing: on one line while it is short.</summary>
    public static string Show(JsonNode? node)
    {
        JsonNode? masked = Masking.Json(node);
        string text = masked?.ToJsonString(Compact) ?? "null";
        return text.Length <= 60 ? text : masked!.ToJsonString(Indented);
    }

    /// <summary>Writes a text that should be JSON; as it is when it is none.</summary>
    public static string Show(string text)
    {
        try
        {
            return Show(JsonNode.Parse(text, documentOptions: Options));
        }
        catch (JsonException)
        {
            return Masking.Text(text);
        }
    }

    /// <summary>Writes JSON on one line.</summary>
    public static string Line(string text)
    {
        try
        {
            return Masking.Json(JsonNode.Parse(text, documentOptions: Options))?.ToJsonString(Compact) ?? "null";
        }
        catch (JsonException)
        {
            return Masking.Text(text);
        }
    }

    /// <summary>Reads an array. What is hidden in it stays hidden: whoever keeps it puts it back.</summary>
    public static JsonArray Array(FormState form, string name)
    {
        return Node(form, name, "[]") as JsonArray ?? throw new InvalidValueException(name, Short(form[name]), "a JSON array, such as [1, \"two\"]");
    }

    /// <summary>Reads an object. What is hidden in it stays hidden: whoever keeps it puts it back.</summary>
    public static JsonObject Object(FormState form, string name)
    {
        return Node(form, name, "{}") as JsonObject ?? throw new InvalidValueException(name, Short(form[name]), "a JSON object, such as {\"year\": 2026}");
    }

    private static JsonNode? Node(FormState form, string name, string whenEmpty)
    {
        string text = form.Text(name) ?? whenEmpty;
        try
        {
            return JsonNode.Parse(text, documentOptions: Options);
        }
        catch (JsonException exception)
        {
            string place = exception is { LineNumber: { } line, BytePositionInLine: { } column } ? $"line {line + 1}, column {column + 1}" : "somewhere";
            throw new InvalidValueException(name, Short(text), $"JSON; it goes wrong in {place}", exception);
        }
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}

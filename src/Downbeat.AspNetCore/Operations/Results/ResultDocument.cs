using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Downbeat.AspNetCore.Operations.Results;

/// <summary>The JSON that a result holds.</summary>
internal static class ResultDocument
{
    /// <summary>The arguments by position, unmasked.</summary>
    public static JsonArray Args(TaskResult result) => Parse(result.Args) as JsonArray ?? [];

    /// <summary>The arguments by name, unmasked.</summary>
    public static JsonObject Kwargs(TaskResult result) => Parse(result.Kwargs) as JsonObject ?? [];

    /// <summary>JSON, or a text where there is none, as where Python's own repr was stored; null for nothing.</summary>
    public static JsonNode? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? null : JsonNode.Parse(utf8.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException)
        {
            return JsonValue.Create(Encoding.UTF8.GetString(utf8.Span));
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Downbeat.App.Django.Importing;

/// <summary>Reads the JSON texts of a row.</summary>
internal static class RowJsonText
{
    /// <summary>Reads one; null is none, and stands for what is empty, as Celery's beat takes it.</summary>
    /// <exception cref="InvalidValueException">It is no JSON, or none of this kind.</exception>
    public static T? Read<T>(string field, string? text)
        where T : JsonNode
    {
        string allowed = typeof(T) == typeof(JsonArray) ? "a JSON array" : "a JSON object";
        try
        {
            return text is null ? null
                : JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as T
                    ?? throw new InvalidValueException(field, text, allowed);
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException(field, text, $"{allowed}; {exception.Message}", exception);
        }
    }
}

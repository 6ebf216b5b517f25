using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Downbeat.AspNetCore.Mounting;

namespace Downbeat.AspNetCore.Api.Document;

/// <summary>The schemas of what the API reads and writes, each once.</summary>
internal sealed class ApiSchemas
{
    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true };
    private static readonly JsonSerializerOptions Options = new(ApiJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    public JsonObject Reference(Type type)
    {
        string name = NameOf(type);
        if (!_schemas.ContainsKey(name))
        {
            JsonNode schema = JsonSchemaExporter.GetJsonSchemaAsNode(Options, type, Exporting);
            Rebase(schema, $"#/components/schemas/{name}");
            _schemas.Add(name, schema);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonObject ToJson() => new(_schemas.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Key, schema.Value.DeepClone())));

    // References within a schema are relative to its own root; in the document it stands deeper.
    private static void Rebase(JsonNode? node, string root)
    {
        if (node is JsonObject json)
        {
            if (json["$ref"] is JsonValue reference && reference.TryGetValue(out string? target) && target.StartsWith("#/", StringComparison.Ordinal))
            {
                json["$ref"] = root + target[1..];
            }

            foreach ((string _, JsonNode? value) in json)
            {
                Rebase(value, root);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Rebase(item, root);
            }
        }
    }

    private static string NameOf(Type type)
    {
        string name = type.Name.Split('`')[0];
        name = name.EndsWith("Model", StringComparison.Ordinal) ? name[..^"Model".Length] : name;
        return type.IsGenericType ? name + "Of" + string.Concat(type.GetGenericArguments().Select(NameOf)) : name;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>A periodic task as a JSON document.</summary>
internal static class PeriodicTaskDocument
{
    /// <summary>What a row says, for the audit log; secrets are in it. One that does not parse as it stands.</summary>
    public static JsonObject Said(PeriodicTaskRow row)
    {
        PeriodicTaskEntry entry = PeriodicTaskEntry.Of(row);
        JsonObject json = entry.Task is { } task
            ? JsonNode.Parse(PeriodicTaskJson.Write(task))!.AsObject()
            : new JsonObject
            {
                ["name"] = row.Name, ["task"] = row.Task, ["schedule"] = row.Schedule, ["args"] = Parse(row.Args), ["kwargs"] = Parse(row.Kwargs),
            };
        json["enabled"] = row.Enabled;
        if (row.DisabledReason is { } reason)
        {
            json["disabled_reason"] = reason;
        }

        return json;
    }

    /// <summary>The JSON in a column; a text when it is none.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 128 });
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Spectre.Console;

namespace Downbeat.App.Verbs.Tasks;

/// <summary>A task's result as it is shown.</summary>
internal static class ResultJson
{
    public static JsonObject Pending(string id) => new() { ["id"] = id, ["state"] = TaskState.Pending.Name };

    public static JsonObject Of(TaskResult result)
    {
        var json = new JsonObject { ["id"] = result.Id, ["state"] = result.State.Name };
        Add(json, "task", result.Name);
        Add(json, "result", Parse(result.Value));
        if (result.Exception is { } exception)
        {
            json["exception"] = new JsonObject
            {
                ["type"] = exception.Type, ["module"] = exception.Module, ["message"] = exception.Message, ["traceback"] = exception.Traceback,
            };
        }

        Add(json, "args", Parse(result.Args));
        Add(json, "kwargs", Parse(result.Kwargs));
        Add(json, "worker", result.Worker);
        Add(json, "queue", result.Queue);
        json["retries"] = result.Retries;
        Add(json, "received_at", Texts.Of(result.ReceivedAt));
        Add(json, "started_at", Texts.Of(result.StartedAt));
        Add(json, "done_at", Texts.Of(result.DoneAt));
        Add(json, "next_retry_at", Texts.Of(result.NextRetryAt));
        Add(json, "runtime_seconds", result.Runtime?.TotalSeconds);
        Add(json, "parent_id", result.ParentId);
        Add(json, "root_id", result.RootId);
        Add(json, "periodic_task", result.PeriodicTaskName);
        Add(json, "expires_at", Texts.Of(result.ExpiresAt));
        if (result.Progress is { } progress)
        {
            json["progress"] = new JsonObject { ["done"] = progress.Done, ["total"] = progress.Total, ["message"] = progress.Message };
        }

        return json;
    }

    /// <summary>Shows the same for people: a line for each field.</summary>
    public static void Show(IAnsiConsole console, JsonObject json)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach ((string name, JsonNode? value) in json)
        {
            string text = value is JsonValue scalar && scalar.TryGetValue(out string? words) ? words : value?.ToJsonString() ?? "–";
            grid.AddRow(new Text(name), new Text(text));
        }

        console.Write(grid);
    }

    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static JsonNode? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? null : JsonNode.Parse(utf8.Span);
        }
        catch (JsonException)
        {
            return JsonValue.Create(System.Text.Encoding.UTF8.GetString(utf8.Span));
        }
    }
}

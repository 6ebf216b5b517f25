using System.Globalization;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.ScheduleStores;
using Spectre.Console;

namespace Downbeat.App.Verbs.Periodic;

/// <summary>A periodic task and what came of it as it is shown.</summary>
internal static class PeriodicJson
{
    public static JsonObject Of(PeriodicTaskEntry entry)
    {
        PeriodicTaskRow row = entry.Row;
        JsonObject json = entry.Task is { } task ? PeriodicDocument.ToJson(task) : Raw(row);
        json["id"] = row.Id.ToString();
        json["enabled"] = row.Enabled;
        json["schedule_text"] = entry.Task?.Schedule?.Describe();
        json["next_nominal_at"] = row.Enabled ? Texts.Of(row.NextNominal) : null;
        json["next_run_at"] = row.Enabled ? Texts.Of(row.NextRun) : null;
        json["last_run_at"] = Texts.Of(row.LastRun);
        json["total_run_count"] = row.TotalRuns;
        json["last_task_id"] = row.LastTaskId;
        json["last_outcome"] = row.LastOutcome;
        json["created"] = Texts.Of(row.CreatedAt);
        json["changed"] = Texts.Of(row.ChangedAt);
        json["changed_by"] = row.ChangedBy;
        json["origin"] = row.Origin;
        json["application"] = row.Application;
        json["revision"] = row.Revision;
        json["error"] = row.Error ?? entry.Refusal?.Message;
        json["disabled_reason"] = row.DisabledReason;
        return json;
    }

    public static void Show(IAnsiConsole console, PeriodicTaskEntry entry)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach ((string name, JsonNode? value) in Of(entry))
        {
            if (value is not null)
            {
                string text = value is JsonValue scalar && scalar.TryGetValue(out string? words) ? words : value.ToJsonString();
                grid.AddRow(new Text(name), new Text(text));
            }
        }

        console.Write(grid);
    }

    public static void ShowAll(IAnsiConsole console, IEnumerable<PeriodicTaskEntry> entries)
    {
        Table table = Tables.Create("name", "task", "schedule", "next run", "last run", "runs", "last outcome", "state");
        foreach (PeriodicTaskEntry entry in entries)
        {
            PeriodicTaskRow row = entry.Row;
            table.Add(
                row.Name,
                row.Task,
                entry.Task?.Schedule?.Describe() ?? row.Schedule,
                row.Enabled ? Texts.Of(row.NextRun) : null,
                Texts.Of(row.LastRun),
                row.TotalRuns.ToString(CultureInfo.InvariantCulture),
                row.LastOutcome,
                State(entry));
        }

        console.Write(table);
    }

    private static string State(PeriodicTaskEntry entry)
    {
        return (entry.Row.Error ?? entry.Refusal?.Message) is { } error ? $"quarantined: {error}"
            : entry.Row.Enabled ? "enabled"
            : entry.Row.DisabledReason is { } reason ? $"disabled: {reason}" : "disabled";
    }

    // A row that does not parse is shown as it stands, so that it can be mended.
    private static JsonObject Raw(PeriodicTaskRow row) => new()
    {
        ["name"] = row.Name, ["task"] = row.Task, ["schedule"] = row.Schedule, ["args"] = row.Args, ["kwargs"] = row.Kwargs, ["headers"] = row.Headers,
    };
}

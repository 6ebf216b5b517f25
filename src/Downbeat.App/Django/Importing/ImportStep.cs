using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.App.Verbs.Periodic;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Django.Importing;

/// <summary>What becomes of one row, and what has to be written for it.</summary>
internal sealed record ImportStep(string Name, ImportOutcome Outcome)
{
    private static readonly string[] Words = ["added", "changed", "unchanged", "kept", "clash", "built-in", "refused", "gone"];

    /// <summary>The fields that change.</summary>
    public IReadOnlyList<(string Name, string? Before, string? After)> Fields { get; init; } = [];

    /// <summary>Why it is not carried over.</summary>
    public IReadOnlyList<ImportRefusal> Refusals { get; init; } = [];

    /// <summary>What else is to be known.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The row to add.</summary>
    public PeriodicTaskRow? Add { get; init; }

    /// <summary>The edit to make.</summary>
    public PeriodicTaskEdit? Edit { get; init; }

    /// <summary>When it fires next, once this is written; null when it does not, or nothing is written.</summary>
    public DateTimeOffset? NextRun => (Add ?? Edit?.Row) is { Enabled: true, NextRun: { } next } ? next : null;

    /// <summary>Whether the source says something that is not here now.</summary>
    public bool IsLeftBehind => Outcome is ImportOutcome.Refused or ImportOutcome.Clash or ImportOutcome.Kept;

    public string Word => WordOf(Outcome);

    public static string WordOf(ImportOutcome outcome) => Words[(int)outcome];

    public JsonObject ToJson()
    {
        JsonObject json = new ImportChange(Name, Word, Fields).ToJson();
        json["next_run_at"] = Texts.Of(NextRun);
        json["refusals"] = new JsonArray([.. Refusals.Select(refusal => refusal.ToJson())]);
        json["notes"] = new JsonArray([.. Notes.Select(note => (JsonNode)note)]);
        return json;
    }
}

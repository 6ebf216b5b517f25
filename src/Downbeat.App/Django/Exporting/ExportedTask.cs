using System.Text.Json.Nodes;
using Downbeat.App.Django.Importing;

namespace Downbeat.App.Django.Exporting;

/// <summary>A periodic task as django-celery-beat can hold it, and what it cannot hold of it.</summary>
internal sealed record ExportedTask(string Name, ExportOutcome Outcome)
{
    private static readonly string[] Words = ["written", "added", "changed", "unchanged", "built-in", "refused"];

    /// <summary>What is left of it; null when nothing is written.</summary>
    public PeriodicTask? Task { get; init; }

    /// <summary>Its row, column by column; the schedule's id is not among them.</summary>
    public IReadOnlyDictionary<string, object?> Columns { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Its schedule.</summary>
    public ScheduleExpression? Schedule { get; init; }

    /// <summary>When it ran last.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>What django-celery-beat cannot express.</summary>
    public IReadOnlyList<ImportRefusal> Lost { get; init; } = [];

    /// <summary>Why nothing of it is written.</summary>
    public IReadOnlyList<ImportRefusal> Refusals { get; init; } = [];

    public bool IsWritten => Outcome is ExportOutcome.Written or ExportOutcome.Added or ExportOutcome.Changed;

    public string Word => WordOf(Outcome);

    public static string WordOf(ExportOutcome outcome) => Words[(int)outcome];

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["change"] = Word,
        ["lost"] = new JsonArray([.. Lost.Select(lost => lost.ToJson())]),
        ["refusals"] = new JsonArray([.. Refusals.Select(refusal => refusal.ToJson())]),
    };
}

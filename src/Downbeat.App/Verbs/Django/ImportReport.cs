using System.Text.Json.Nodes;
using Downbeat.App.Django.Importing;
using Downbeat.App.Output;
using Spectre.Console;

namespace Downbeat.App.Verbs.Django;

/// <summary>What an import tells.</summary>
internal sealed class ImportReport(string source, bool isDryRun, IReadOnlyList<ImportStep> steps, IReadOnlyList<string> missing)
{
    private (string Word, int Count)[] Counts =>
        [.. Enum.GetValues<ImportOutcome>().Select(outcome => (ImportStep.WordOf(outcome), steps.Count(step => step.Outcome == outcome)))];

    public JsonObject ToJson()
    {
        var counts = new JsonObject();
        foreach ((string word, int count) in Counts)
        {
            counts[word] = count;
        }

        return new JsonObject
        {
            ["source"] = source,
            ["dry_run"] = isDryRun,
            ["counts"] = counts,
            ["missing_columns"] = new JsonArray([.. missing.Select(column => (JsonNode)column)]),
            ["tasks"] = new JsonArray([.. steps.Select(step => step.ToJson())]),
        };
    }

    public void Show(IAnsiConsole console)
    {
        Table table = Tables.Create("name", "outcome", "next run");
        foreach (ImportStep step in steps)
        {
            table.Add(step.Name, step.Word, Texts.Of(step.NextRun));
        }

        console.Write(table);
        foreach (ImportStep step in steps)
        {
            foreach (string words in Words(step))
            {
                console.WriteLine($"{step.Name}: {words}");
            }
        }

        foreach (string column in missing)
        {
            console.WriteLine($"An older release: it has no {column}.");
        }

        string counts = string.Join(", ", Counts.Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Word}"));
        console.WriteLine($"{Texts.Count(steps.Count, "task")} of {source}: {(counts.Length == 0 ? "nothing to do" : counts)}{(isDryRun ? "; nothing was written" : "")}");
    }

    private static IEnumerable<string> Words(ImportStep step)
    {
        return step.Refusals.Select(refusal => refusal.Reason)
            .Concat(step.Fields.Select(field => $"{field.Name}: {field.Before ?? "–"} → {field.After ?? "–"}"))
            .Concat(step.Notes);
    }
}

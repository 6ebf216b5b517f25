using System.Text.Json.Nodes;
using Downbeat.App.Django.Exporting;
using Downbeat.App.Output;
using Spectre.Console;

namespace Downbeat.App.Verbs.Django;

/// <summary>What an export tells.</summary>
internal sealed class ExportReport(string? target, bool isDryRun, IReadOnlyList<ExportedTask> tasks)
{
    private (string Word, int Count)[] Counts =>
        [.. Enum.GetValues<ExportOutcome>().Select(outcome => (ExportedTask.WordOf(outcome), tasks.Count(task => task.Outcome == outcome)))];

    public JsonObject ToJson(string? sql)
    {
        var counts = new JsonObject();
        foreach ((string word, int count) in Counts)
        {
            counts[word] = count;
        }

        var json = new JsonObject
        {
            ["target"] = target,
            ["dry_run"] = isDryRun,
            ["counts"] = counts,
            ["tasks"] = new JsonArray([.. tasks.Select(task => task.ToJson())]),
        };
        if (sql is not null)
        {
            json["sql"] = sql;
        }

        return json;
    }

    public void Show(IAnsiConsole console)
    {
        Table table = Tables.Create("name", "outcome");
        foreach (ExportedTask task in tasks)
        {
            table.Add(task.Name, task.Word);
        }

        console.Write(table);
        foreach (ExportedTask task in tasks)
        {
            foreach (string words in Words(task))
            {
                console.WriteLine($"{task.Name}: {words}");
            }
        }

        string counts = string.Join(", ", Counts.Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Word}"));
        console.WriteLine($"{Texts.Count(tasks.Count, "task")} to {target}: {(counts.Length == 0 ? "nothing to do" : counts)}{(isDryRun ? "; nothing was written" : "")}");
    }

    private static IEnumerable<string> Words(ExportedTask task)
    {
        return task.Refusals.Select(refusal => refusal.Reason)
            .Concat(task.Lost.Select(lost => $"{lost.Field} {lost.Value} cannot be expressed: {lost.Reason}"));
    }
}

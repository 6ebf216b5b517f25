using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.ScheduleStores;
using Spectre.Console;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicImportVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The document; - for standard input" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show what would be changed" };

    public PeriodicImportVerb(IVerbHost host)
        : base(host, "import", "Add and change periodic tasks to be as a document says; those it does not name are left alone")
    {
        Add(_file);
        Add(_dryRun);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        string path = run.Value(_file)!;
        string text = path == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(path, cancellationToken);
        IReadOnlyList<PeriodicTask> tasks = PeriodicDocument.Read(text);
        var changes = new List<ImportChange>(tasks.Count);
        foreach (PeriodicTask task in tasks)
        {
            changes.Add(await ImportAsync(run, task, cancellationToken));
        }

        run.Output.Write(new JsonArray([.. changes.Select(change => change.ToJson())]), console => Show(console, changes));
        return ExitCodes.Done;
    }

    private async Task<ImportChange> ImportAsync(VerbRun run, PeriodicTask wanted, CancellationToken cancellationToken)
    {
        IPeriodicTasks periodic = run.Get<IPeriodicTasks>();
        PeriodicTaskEntry? entry = await periodic.FindAsync(wanted.Name, cancellationToken);
        ImportChange change = ImportChange.Between(entry, wanted);
        if (run.Value(_dryRun) || change.Kind == ImportChange.Unchanged)
        {
            return change;
        }

        var author = new PeriodicTaskAuthor(Environment.UserName, "import");
        if (entry is null)
        {
            await periodic.AddAsync(wanted, author, cancellationToken);
        }
        else
        {
            await periodic.ReplaceAsync(wanted.Name, wanted, author, entry.Row.Revision, cancellationToken);
        }

        return change;
    }

    private static void Show(IAnsiConsole console, List<ImportChange> changes)
    {
        Table table = Tables.Create("name", "change", "fields");
        foreach (ImportChange change in changes)
        {
            table.Add(change.Name, change.Kind, string.Join("; ", change.Fields.Select(field => $"{field.Name}: {field.Before ?? "–"} → {field.After ?? "–"}")));
        }

        console.Write(table);
    }
}

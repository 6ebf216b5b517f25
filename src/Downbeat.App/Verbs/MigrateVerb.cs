using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Hosting;
using Spectre.Console;

namespace Downbeat.App.Verbs;

internal sealed class MigrateVerb : Verb
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show which versions the databases have" };

    public MigrateVerb(IVerbHost host)
        : base(host, "migrate", "Bring the databases' schemas up to date, which every process does at its start too")
    {
        Add(_dryRun);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var rows = new List<(SchemaStatus Before, IReadOnlyList<int> Applied)>();
        foreach (ISchema schema in run.Get<SchemaSet>().Schemas)
        {
            SchemaStatus before = await schema.GetStatusAsync(cancellationToken);
            rows.Add((before, run.Value(_dryRun) ? [] : await schema.MigrateAsync(cancellationToken)));
        }

        run.Output.Write(new JsonArray([.. rows.Select(row => ToJson(row.Before, row.Applied))]), console => Show(console, rows));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(SchemaStatus before, IReadOnlyList<int> applied) => new()
    {
        ["database"] = before.Database,
        ["version_before"] = before.Current,
        ["version_wanted"] = before.Wanted,
        ["applied"] = new JsonArray([.. applied.Select(version => (JsonNode)version)]),
    };

    private static void Show(IAnsiConsole console, List<(SchemaStatus Before, IReadOnlyList<int> Applied)> rows)
    {
        Table table = Tables.Create("database", "version before", "version wanted", "applied");
        foreach ((SchemaStatus before, IReadOnlyList<int> applied) in rows)
        {
            table.Add(before.Database, Texts.Of(before.Current), Texts.Of(before.Wanted), applied.Count == 0 ? "nothing" : string.Join(", ", applied));
        }

        console.Write(table);
    }
}

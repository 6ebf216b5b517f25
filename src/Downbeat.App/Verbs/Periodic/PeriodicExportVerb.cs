using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicExportVerb : Verb
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Default)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Option<string?> _file = new("--file", "-f") { Description = "The file to write; standard output by default", HelpName = "PATH" };

    public PeriodicExportVerb(IVerbHost host)
        : base(host, "export", "Write all periodic tasks as one JSON document")
    {
        Add(_file);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        List<PeriodicTaskEntry> entries = await PeriodicPages.ReadAllAsync(run.Get<IPeriodicTasks>(), new PeriodicTaskQuery(), cancellationToken);
        string text = PeriodicDocument.Write(entries.Where(entry => entry.Task is not null).Select(entry => entry.Task!)).ToJsonString(Indented);
        string[] skipped = [.. entries.Where(entry => entry.Task is null).Select(entry => entry.Name)];
        if (run.Value(_file) is { } path)
        {
            await File.WriteAllTextAsync(path, text + Environment.NewLine, cancellationToken);
            run.Output.Write(
                new JsonObject { ["file"] = Path.GetFullPath(path), ["exported"] = entries.Count - skipped.Length },
                $"{entries.Count - skipped.Length} periodic tasks written to {path}");
        }
        else
        {
            await run.Parse.InvocationConfiguration.Output.WriteLineAsync(text);
        }

        if (skipped.Length > 0)
        {
            run.Output.Fail($"left out, because their rows do not parse: {string.Join(", ", skipped)}");
        }

        return skipped.Length == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}

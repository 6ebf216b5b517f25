using System.CommandLine;
using System.Text.Json.Nodes;

namespace Downbeat.App.Verbs.Tasks;

internal sealed class RevokeVerb : Verb
{
    private readonly Argument<string[]> _ids = new("ID") { Description = "The tasks' ids", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; shown with the result", HelpName = "TEXT" };
    private readonly Option<bool> _keepRunning = new("--keep-running") { Description = "Leave a run that has started alone" };

    public RevokeVerb(IVerbHost host)
        : base(host, "revoke", "Keep tasks from running, or from running on")
    {
        Add(_ids);
        Add(_reason);
        Add(_keepRunning);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        ITaskClient tasks = run.Get<ITaskClient>();
        string[] ids = run.Value(_ids)!;
        foreach (string id in ids)
        {
            await tasks.GetResult(id).RevokeAsync(run.Value(_reason) ?? "revoked", !run.Value(_keepRunning), cancellationToken);
        }

        run.Output.Write(
            new JsonObject { ["revoked"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) }, $"revoked: {string.Join(", ", ids)}");
        return ExitCodes.Done;
    }
}

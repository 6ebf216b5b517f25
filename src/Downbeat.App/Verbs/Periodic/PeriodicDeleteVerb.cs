using System.Text.Json.Nodes;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicDeleteVerb : PeriodicNameVerb
{
    public PeriodicDeleteVerb(IVerbHost host)
        : base(host, "delete", "Delete a periodic task; its history stays until it is pruned")
    {
        Add(Confirmation.Yes);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        if (!Confirmation.Ask(run, $"Delete the periodic task '{NameOf(run)}'?"))
        {
            return ExitCodes.Failed;
        }

        await run.Get<IPeriodicTasks>().DeleteAsync(NameOf(run), cancellationToken);
        run.Output.Write(new JsonObject { ["deleted"] = NameOf(run) }, $"deleted: {NameOf(run)}");
        return ExitCodes.Done;
    }
}

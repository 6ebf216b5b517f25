using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Brokers;

namespace Downbeat.App.Verbs.Queues;

internal sealed class DeadLettersPurgeVerb : Verb
{
    private readonly DeadLetterOptions _selection;

    public DeadLettersPurgeVerb(IVerbHost host)
        : base(host, "purge", "Delete messages that could not be handled")
    {
        _selection = new DeadLetterOptions(this, isChange: true);
        Add(Confirmation.Yes);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        DeadLetterSelection selection = _selection.ReadChange(run);
        if (!Confirmation.Ask(run, "Delete these dead letters for good?"))
        {
            return ExitCodes.Failed;
        }

        long deleted = await run.Get<IBroker>().DeadLetters.PurgeAsync(selection, cancellationToken);
        run.Output.Write(new JsonObject { ["deleted"] = deleted }, $"{Texts.Of(deleted)} dead letters deleted");
        return ExitCodes.Done;
    }
}

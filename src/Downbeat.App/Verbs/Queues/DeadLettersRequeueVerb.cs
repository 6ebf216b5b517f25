using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Brokers;
using Downbeat.Sending;

namespace Downbeat.App.Verbs.Queues;

internal sealed class DeadLettersRequeueVerb : Verb
{
    private readonly DeadLetterOptions _selection;

    public DeadLettersRequeueVerb(IVerbHost host)
        : base(host, "requeue", "Put messages back on their queues, as if they had never been delivered")
    {
        _selection = new DeadLetterOptions(this, isChange: true);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        DeadLetterSelection selection = _selection.ReadChange(run);
        long requeued = await run.Get<DeadLetterRequeue>().RequeueAsync(selection, cancellationToken);
        run.Output.Write(new JsonObject { ["requeued"] = requeued }, $"{Texts.Count(requeued, "message")} put back");
        return ExitCodes.Done;
    }
}

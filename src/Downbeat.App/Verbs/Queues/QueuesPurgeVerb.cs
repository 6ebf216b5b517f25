using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Brokers;

namespace Downbeat.App.Verbs.Queues;

internal sealed class QueuesPurgeVerb : Verb
{
    private readonly Argument<string> _name = new("QUEUE") { Description = "The queue" };

    public QueuesPurgeVerb(IVerbHost host)
        : base(host, "purge", "Delete the messages of a queue that no worker holds")
    {
        Add(_name);
        Add(Confirmation.Yes);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        string queue = run.Value(_name)!;
        if (!Confirmation.Ask(run, $"Delete all messages of the queue '{queue}'?"))
        {
            return ExitCodes.Failed;
        }

        long deleted = await run.Get<IBroker>().Queues.PurgeAsync(queue, cancellationToken);
        run.Output.Write(new JsonObject { ["queue"] = queue, ["deleted"] = deleted }, $"{Texts.Count(deleted, "message")} deleted from {queue}");
        return ExitCodes.Done;
    }
}

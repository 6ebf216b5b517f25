using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Brokers;
using Spectre.Console;

namespace Downbeat.App.Verbs.Queues;

internal sealed class QueuesListVerb(IVerbHost host) : Verb(host, "list", "List the queues and what is in them")
{
    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        IReadOnlyList<QueueInfo> queues = await run.Get<IBroker>().Queues.ListAsync(cancellationToken);
        run.Output.Write(new JsonArray([.. queues.Select(ToJson)]), console => Show(console, queues));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(QueueInfo queue) => new()
    {
        ["name"] = queue.Name,
        ["ready"] = queue.Ready,
        ["delayed"] = queue.Delayed,
        ["unacknowledged"] = queue.Unacknowledged,
        ["dead_letters"] = queue.DeadLetters,
        ["oldest_ready_at"] = Texts.Of(queue.OldestReadyAt),
    };

    private static void Show(IAnsiConsole console, IReadOnlyList<QueueInfo> queues)
    {
        Table table = Tables.Create("queue", "ready", "delayed", "unacknowledged", "dead letters", "oldest");
        foreach (QueueInfo queue in queues)
        {
            table.Add(
                queue.Name, Texts.Of(queue.Ready), Texts.Of(queue.Delayed), Texts.Of(queue.Unacknowledged), Texts.Of(queue.DeadLetters), Texts.Of(queue.OldestReadyAt));
        }

        console.Write(table);
    }
}

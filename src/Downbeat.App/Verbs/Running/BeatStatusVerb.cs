using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.ScheduleStores;
using Spectre.Console;

namespace Downbeat.App.Verbs.Running;

internal sealed class BeatStatusVerb(IVerbHost host) : Verb(host, "status", "Show the beats that work on the schedule store, and what waits to be sent")
{
    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        IScheduleStore store = run.Get<IScheduleStore>();
        IReadOnlyList<NodeReport> nodes = await store.Nodes.ListAsync(cancellationToken);
        OutboxState outbox = await store.Fires.GetOutboxAsync(cancellationToken);
        var json = new JsonObject
        {
            ["beats"] = new JsonArray([.. nodes.Select(ToJson)]),
            ["outbox"] = new JsonObject { ["pending"] = outbox.Pending, ["oldest_at"] = Texts.Of(outbox.OldestAt) },
        };
        run.Output.Write(json, console => Show(console, nodes, outbox));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(NodeReport node) => new()
    {
        ["name"] = node.Name,
        ["host"] = node.Host,
        ["process_id"] = node.ProcessId,
        ["version"] = node.Version,
        ["started_at"] = Texts.Of(node.StartedAt),
        ["seen_at"] = Texts.Of(node.SeenAt),
        ["ticked_at"] = Texts.Of(node.TickedAt),
        ["ticks"] = node.Ticks,
        ["fires"] = node.Fires,
        ["worst_lateness_seconds"] = node.WorstLateness.TotalSeconds,
    };

    private static void Show(IAnsiConsole console, IReadOnlyList<NodeReport> nodes, OutboxState outbox)
    {
        Table table = Tables.Create("beat", "version", "started", "seen", "last tick", "ticks", "fires", "worst lateness, last minute");
        foreach (NodeReport node in nodes)
        {
            table.Add(
                node.Name,
                node.Version,
                Texts.Of(node.StartedAt),
                Texts.Of(node.SeenAt),
                Texts.Of(node.TickedAt),
                Texts.Of(node.Ticks),
                Texts.Of(node.Fires),
                Texts.Duration(node.WorstLateness));
        }

        console.Write(table);
        console.WriteLine($"{Texts.Count(outbox.Pending, "fire")} to be sent{(outbox.OldestAt is { } oldest ? $", the oldest since {Texts.Of(oldest)}" : "")}");
    }
}

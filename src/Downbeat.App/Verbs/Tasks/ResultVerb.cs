using System.CommandLine;
using System.Text.Json.Nodes;

namespace Downbeat.App.Verbs.Tasks;

internal sealed class ResultVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "The task's id" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until it has finished" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long to wait at the most; for ever by default", HelpName = "TIME" };

    public ResultVerb(IVerbHost host)
        : base(host, "result", "Show what came of a task")
    {
        Add(_id);
        Add(_wait);
        Add(_timeout);
    }

    /// <summary>Waits for a task and shows what came of it; a task that did not succeed is a failure.</summary>
    public static async Task<int> WaitAsync(VerbRun run, AsyncResult task, string? timeout, CancellationToken cancellationToken)
    {
        TimeSpan? patience = timeout is null ? null : Durations.Parse("timeout", timeout);
        TaskResult result = await task.WaitAsync(patience, cancellationToken);
        JsonObject json = ResultJson.Of(result);
        run.Output.Write(json, console => ResultJson.Show(console, json));
        return result.State == TaskState.Success ? ExitCodes.Done : ExitCodes.Failed;
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        AsyncResult task = run.Get<ITaskClient>().GetResult(run.Value(_id)!);
        if (run.Value(_wait))
        {
            return await WaitAsync(run, task, run.Value(_timeout), cancellationToken);
        }

        JsonObject json = await task.ReadAsync(cancellationToken) is { } result ? ResultJson.Of(result) : ResultJson.Pending(task.Id);
        run.Output.Write(json, console => ResultJson.Show(console, json));
        return ExitCodes.Done;
    }
}

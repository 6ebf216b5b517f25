using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Verbs.Tasks;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicRunVerb : PeriodicNameVerb
{
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for the result" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long to wait at the most; for ever by default", HelpName = "TIME" };

    public PeriodicRunVerb(IVerbHost host)
        : base(host, "run", "Send a periodic task's message now, with all its options; its schedule goes on")
    {
        Add(_wait);
        Add(_timeout);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        AsyncResult sent = await run.Get<IPeriodicTasks>().RunNowAsync(NameOf(run), cancellationToken);
        if (run.Value(_wait))
        {
            return await ResultVerb.WaitAsync(run, sent, run.Value(_timeout), cancellationToken);
        }

        run.Output.Write(new JsonObject { ["id"] = sent.Id }, sent.Id);
        return ExitCodes.Done;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.Hosting;
using Downbeat.Retention;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Verbs.Cleanup;

internal sealed class CleanupRunVerb : Verb
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only count what would be deleted" };

    private readonly Option<string?> _resultExpires = new("--result-expires")
    {
        Description = "How long results are kept, instead of what is configured: 1d, 12h, none", HelpName = "TIME",
    };

    public CleanupRunVerb(IVerbHost host)
        : base(host, "run", "Delete expired results and whatever else has had its time")
    {
        Add(_dryRun);
        Add(_resultExpires);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        RetentionPolicy policy = run.Get<IOptions<DownbeatOptions>>().Value.Retention;
        if (run.Has(_resultExpires))
        {
            policy = policy with { ResultExpires = Durations.ParseOrNone("result_expires", run.Value(_resultExpires)) };
        }

        var done = new List<(string Database, CleanupRun Run)>();
        foreach (RetentionJob job in run.Get<RetentionSet>().Jobs)
        {
            var request = new CleanupRequest("command line", policy, job.Roles) { IsDryRun = run.Value(_dryRun) };
            CleanupRun record = await run.Get<CleanupEngine>().RunAsync(job.Retention, request, cancellationToken);
            done.Add((job.Retention.Capabilities.Database, record));
        }

        run.Output.Write(
            new JsonArray([.. done.Select(one => CleanupJson.Of(one.Database, one.Run))]), console => CleanupJson.Show(console, done));
        return ExitCodes.Done;
    }
}

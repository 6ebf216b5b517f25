using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.Hosting;
using Downbeat.Retention;

namespace Downbeat.App.Verbs.Cleanup;

internal sealed class CleanupStatusVerb : Verb
{
    private readonly Option<int> _take = new("--take")
    {
        Description = "At most so many runs a database, newest first", HelpName = "N", DefaultValueFactory = _ => 20,
    };

    public CleanupStatusVerb(IVerbHost host)
        : base(host, "status", "Show the last cleanups and what they did")
    {
        Add(_take);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var runs = new List<(string Database, CleanupRun Run)>();
        foreach (RetentionJob job in run.Get<RetentionSet>().Jobs)
        {
            IReadOnlyList<CleanupRun> records = await job.Retention.Runs.ListAsync(run.Value(_take), cancellationToken);
            runs.AddRange(records.Select(record => (job.Retention.Capabilities.Database, record)));
        }

        run.Output.Write(
            new JsonArray([.. runs.Select(one => CleanupJson.Of(one.Database, one.Run))]), console => CleanupJson.Show(console, runs));
        return ExitCodes.Done;
    }
}

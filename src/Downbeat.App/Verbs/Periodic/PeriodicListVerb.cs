using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicListVerb : Verb
{
    private readonly Option<string?> _search = new("--search") { Description = "Those whose name, task or description contains this", HelpName = "TEXT" };
    private readonly Option<string?> _task = new("--task") { Description = "Those that send this task", HelpName = "NAME" };
    private readonly Option<string?> _tag = new("--tag") { Description = "Those with this tag", HelpName = "WORD" };
    private readonly Option<bool?> _enabled = new("--enabled") { Description = "Those that are enabled; false: those that are not", HelpName = "BOOL" };
    private readonly Option<bool?> _quarantined = new("--quarantined") { Description = "Those that cannot be computed or sent", HelpName = "BOOL" };

    public PeriodicListVerb(IVerbHost host)
        : base(host, "list", "List the periodic tasks")
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_search, _task, _tag, _enabled, _quarantined])
        {
            Add(option);
        }
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var query = new PeriodicTaskQuery
        {
            Search = run.Value(_search),
            Task = run.Value(_task),
            Tag = run.Value(_tag),
            Enabled = run.Value(_enabled),
            Quarantined = run.Value(_quarantined),
        };
        List<PeriodicTaskEntry> entries = await PeriodicPages.ReadAllAsync(run.Get<IPeriodicTasks>(), query, cancellationToken);
        run.Output.Write(new JsonArray([.. entries.Select(PeriodicJson.Of)]), console => PeriodicJson.ShowAll(console, entries));
        return ExitCodes.Done;
    }
}

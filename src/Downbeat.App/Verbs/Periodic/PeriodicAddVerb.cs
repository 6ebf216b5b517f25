using System.CommandLine;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicAddVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Its name, unique in the store" };
    private readonly PeriodicOptions _options = new();
    private readonly Option<bool> _disabled = new("--disabled") { Description = "Add it disabled" };

    public PeriodicAddVerb(IVerbHost host)
        : base(host, "add", "Add a periodic task; it never fires by being added, unless it is clocked in the past")
    {
        Add(_name);
        _options.AddTo(this);
        Add(_disabled);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        PeriodicTask task = _options.Apply(run, new PeriodicTask(run.Value(_name)!, "")) with { Enabled = !run.Value(_disabled) };
        PeriodicTaskEntry entry = await run.Get<IPeriodicTasks>().AddAsync(task, PeriodicAuthor.Current, cancellationToken);
        run.Output.Write(PeriodicJson.Of(entry), console => PeriodicJson.Show(console, entry));
        return ExitCodes.Done;
    }
}

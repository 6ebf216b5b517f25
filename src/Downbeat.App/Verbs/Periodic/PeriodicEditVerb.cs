using System.CommandLine;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicEditVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Its name" };
    private readonly PeriodicOptions _options = new();
    private readonly Option<string?> _rename = new("--rename") { Description = "Its new name", HelpName = "NAME" };

    private readonly Option<long?> _revision = new("--revision")
    {
        Description = "Only if nobody has edited it since this revision", HelpName = "N",
    };

    public PeriodicEditVerb(IVerbHost host)
        : base(host, "edit", "Change a periodic task; what is not given stays as it is")
    {
        Add(_name);
        _options.AddTo(this);
        Add(_rename);
        Add(_revision);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        PeriodicTaskEntry entry = await run.Get<IPeriodicTasks>().UpdateAsync(
            run.Value(_name)!,
            task => _options.Apply(run, task) with { Name = run.Value(_rename) ?? task.Name },
            PeriodicAuthor.Current,
            run.Value(_revision),
            cancellationToken);
        run.Output.Write(PeriodicJson.Of(entry), console => PeriodicJson.Show(console, entry));
        return ExitCodes.Done;
    }
}

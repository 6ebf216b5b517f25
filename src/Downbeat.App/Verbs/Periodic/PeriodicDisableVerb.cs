using System.CommandLine;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicDisableVerb : PeriodicNameVerb
{
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; shown with it", HelpName = "TEXT" };

    public PeriodicDisableVerb(IVerbHost host)
        : base(host, "disable", "Keep a periodic task from firing")
    {
        Add(_reason);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        return Show(run, await run.Get<IPeriodicTasks>().DisableAsync(NameOf(run), run.Value(_reason), PeriodicAuthor.Current, cancellationToken));
    }
}

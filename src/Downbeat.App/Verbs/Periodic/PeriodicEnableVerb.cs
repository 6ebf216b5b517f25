namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicEnableVerb(IVerbHost host)
    : PeriodicNameVerb(host, "enable", "Let a periodic task fire; the next occurrence is after now")
{
    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        return Show(run, await run.Get<IPeriodicTasks>().UpdateAsync(
            NameOf(run), static task => task with { Enabled = true }, PeriodicAuthor.Current, cancellationToken: cancellationToken));
    }
}

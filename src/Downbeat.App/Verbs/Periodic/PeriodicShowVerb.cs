using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicShowVerb(IVerbHost host) : PeriodicNameVerb(host, "show", "Show all there is to know of a periodic task")
{
    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        PeriodicTaskEntry entry = await run.Get<IPeriodicTasks>().FindAsync(NameOf(run), cancellationToken)
            ?? throw new NotFoundException("periodic task", NameOf(run));
        return Show(run, entry);
    }
}

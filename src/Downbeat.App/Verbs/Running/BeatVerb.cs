namespace Downbeat.App.Verbs.Running;

internal sealed class BeatVerb(IVerbHost host)
    : RunVerb(host, "beat", "Fire periodic tasks; any number of beats may run at once", defaultPort: null)
{
    protected override RunRequest Read(VerbRun run) => new() { Beat = true };
}

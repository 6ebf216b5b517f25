namespace Downbeat.App.Verbs.Running;

internal sealed class UpVerb(IVerbHost host)
    : RunVerb(host, "up", "Run beat, the worker of the maintenance queue, the HTTP API and the admin site, with health and metrics", DefaultPort)
{
    private const int DefaultPort = 8050;

    protected override RunRequest Read(VerbRun run) => new() { Beat = true, HasSite = true };
}

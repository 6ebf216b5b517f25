namespace Downbeat.App.Verbs.Running;

internal sealed class UpVerb(IVerbHost host)
    : RunVerb(host, "up", "Run beat and the worker of the maintenance queue, with health and metrics", DefaultPort)
{
    private const int DefaultPort = 8050;

    protected override RunRequest Read(VerbRun run) => new() { Beat = true };
}

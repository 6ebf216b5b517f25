using System.CommandLine;

namespace Downbeat.App.Verbs.Running;

internal sealed class WorkerVerb : RunVerb
{
    private readonly Option<string[]> _queues = new("--queues", "-Q")
    {
        Description = "The queues to consume, separated by commas", HelpName = "QUEUES", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int?> _concurrency = new("--concurrency", "-c") { Description = "How many tasks run at once at the most", HelpName = "N" };
    private readonly Option<string?> _name = new("--name", "-n") { Description = "The worker's name; host and process id by default", HelpName = "NAME" };

    private readonly Option<string?> _app = new("--app", "-A")
    {
        Description = "The application with the tasks: runs that application's own worker verb", HelpName = "DLL",
    };

    public WorkerVerb(IVerbHost host)
        : base(host, "worker", "Run tasks", defaultPort: null)
    {
        Add(_queues);
        Add(_concurrency);
        Add(_name);
        Add(_app);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        if (run.Value(_app) is { } path)
        {
            return await ForeignApplication.RunAsync(path, run, cancellationToken);
        }

        return await base.RunAsync(run, cancellationToken);
    }

    protected override RunRequest Read(VerbRun run)
    {
        string[] queues = [.. (run.Value(_queues) ?? []).SelectMany(text => text.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return new RunRequest
        {
            Worker = true,
            Queues = queues.Length == 0 ? null : queues,
            Concurrency = run.Value(_concurrency),
            Name = run.Value(_name),
        };
    }
}

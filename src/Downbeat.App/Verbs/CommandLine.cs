using System.CommandLine;
using Downbeat.App.Verbs.Accounts;
using Downbeat.App.Verbs.Cleanup;
using Downbeat.App.Verbs.Django;
using Downbeat.App.Verbs.Periodic;
using Downbeat.App.Verbs.Queues;
using Downbeat.App.Verbs.Running;
using Downbeat.App.Verbs.Schedules;
using Downbeat.App.Verbs.Tasks;

namespace Downbeat.App.Verbs;

/// <summary>All verbs together.</summary>
internal static class CommandLine
{
    public static RootCommand Create(IVerbHost host)
    {
        var root = new RootCommand("Downbeat: background tasks and periodic schedules, kept in a database. Speaks Celery's message protocol.")
        {
            new UpVerb(host),
            new BeatVerb(host) { new BeatStatusVerb(host) },
            new WorkerVerb(host),
            new MigrateVerb(host),
            new CreateSuperuserVerb(host),
            new ChangePasswordVerb(host),
            new CallVerb(host),
            new ResultVerb(host),
            new RevokeVerb(host),
            new Command("queues", "Look at queues and empty them") { new QueuesListVerb(host), new QueuesPurgeVerb(host) },
            new Command("deadletters", "Deal with messages that could not be handled")
            {
                new DeadLettersListVerb(host), new DeadLettersRequeueVerb(host), new DeadLettersPurgeVerb(host),
            },
            new Command("cleanup", "Keep the result backend small") { new CleanupRunVerb(host), new CleanupStatusVerb(host) },
            new Command("periodic", "Manage periodic tasks")
            {
                new PeriodicListVerb(host),
                new PeriodicShowVerb(host),
                new PeriodicAddVerb(host),
                new PeriodicEditVerb(host),
                new PeriodicEnableVerb(host),
                new PeriodicDisableVerb(host),
                new PeriodicDeleteVerb(host),
                new PeriodicRunVerb(host),
                new PeriodicHistoryVerb(host),
                new PeriodicExportVerb(host),
                new PeriodicImportVerb(host),
            },
            new ImportDjangoVerb(host),
            new ExportDjangoVerb(host),
            new Command("schedule", "Try schedules out") { new ScheduleNextVerb(host), new ScheduleDescribeVerb(host) },
        };
        root.HelpName = host.ProgramName ?? root.HelpName;
        GlobalOptions.AddTo(root);
        return root;
    }

    /// <summary>Understands and carries out a command line.</summary>
    public static async Task<int> InvokeAsync(IVerbHost host, string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        ParseResult parse = Create(host).Parse(args);
        var configuration = new InvocationConfiguration
        {
            // Long-running verbs stop as .NET hosts do; nothing may cut them short.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
        };
        if (parse.Errors.Count == 0)
        {
            return await parse.InvokeAsync(configuration);
        }

        foreach (System.CommandLine.Parsing.ParseError problem in parse.Errors)
        {
            await configuration.Error.WriteLineAsync($"error: {problem.Message}");
        }

        await configuration.Error.WriteLineAsync("Try --help.");
        return ExitCodes.Usage;
    }
}

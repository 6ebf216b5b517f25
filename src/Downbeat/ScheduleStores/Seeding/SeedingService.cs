using System.Reflection;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.ScheduleStores.Seeding;

/// <summary>Writes the periodic tasks that the application's code declares into the schedule store, once, when the application starts.</summary>
internal sealed partial class SeedingService(IServiceProvider services, ActiveRoles roles, TimeProvider time, ILogger<SeedingService> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private List<PeriodicDeclaration> _declarations = [];
    private Seeder? _seeder;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What the code says wrong is told at once, and stops the start; a store that is away does not.
        if (roles.Seeds)
        {
            _declarations = Gather();
            _seeder = IsNeeded() ? services.GetRequiredService<Seeder>() : null;
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_seeder is null)
        {
            return;
        }

        SeedSource source = Source();
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await _seeder.SeedAsync(source, _declarations, stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogWaiting(exception, pause);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private List<PeriodicDeclaration> Gather()
    {
        var gathered = new List<PeriodicDeclaration>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (TaskDefinition definition in services.GetRequiredService<TaskRegistry>().All)
        {
            foreach (PeriodicDeclaration declaration in definition.Periodics)
            {
                PeriodicTaskRules.Check(declaration.Task);
                if (!names.Add(declaration.Task.Name) || !keys.Add(declaration.Key))
                {
                    throw new InvalidValueException(
                        "name", declaration.Task.Name, $"a name for each periodic task: {definition.Name} declares one whose name or key another one has");
                }

                if (declaration.Task.Overlap != Overlap.Allow)
                {
                    bool isShared = services.GetRequiredService<IResultBackend>().Capabilities.IsShared;
                    PeriodicTaskRules.CheckOverlap(declaration.Task, definition.Options.IgnoreResult, isShared);
                }

                gathered.Add(declaration);
            }
        }

        return gathered;
    }

    // An application that declares nothing and names no store has no business with one.
    private bool IsNeeded()
    {
        return _declarations.Count > 0 || services.GetRequiredService<IOptions<DownbeatOptions>>().Value.Store is not null;
    }

    private SeedSource Source()
    {
        DownbeatOptions options = services.GetRequiredService<IOptions<DownbeatOptions>>().Value;
        var entry = Assembly.GetEntryAssembly();
        string application = options.Application
            ?? services.GetService<IHostEnvironment>()?.ApplicationName
            ?? entry?.GetName().Name
            ?? "application";
        return SeedSource.Code(application, options.ApplicationVersion ?? ApplicationVersions.Of(entry));
    }

    [LoggerMessage(
        Diagnostics.EventIds.Kernel + 43,
        LogLevel.Warning,
        "The periodic tasks declared in code could not be written to the schedule store; trying again in {Pause}")]
    private partial void LogWaiting(Exception exception, TimeSpan pause);
}

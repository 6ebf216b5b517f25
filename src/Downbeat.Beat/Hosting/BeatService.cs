using Downbeat.Beat.Dispatch;
using Downbeat.Beat.Ticking;
using Downbeat.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.Beat.Hosting;

/// <summary>Runs beat in this process, if it is active here. Any number of them may run at once.</summary>
internal sealed partial class BeatService(IServiceProvider services, ActiveRoles roles, BeatHealth health, ILogger<BeatService> logger) : BackgroundService
{
    private readonly List<BeatLoop> _loops = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is wrong with options and URLs stops the start; a store or broker that is away does not.
        if (roles.Beat)
        {
            AddLoops();
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_loops.Count == 0)
        {
            return;
        }

        health.Start();
        LogStarted(health.Current.Name);
        await Task.WhenAll(_loops.Select(loop => Task.Run(() => loop.RunAsync(stoppingToken), CancellationToken.None))).ConfigureAwait(false);
        LogStopped(health.Current.Name, health.Current.Fires);
    }

    private void AddLoops()
    {
        _loops.Add(services.GetRequiredService<TickLoop>());
        _loops.Add(services.GetRequiredService<Relay>());
        _loops.Add(services.GetRequiredService<BuiltInLoop>());
        _loops.Add(services.GetRequiredService<ReportLoop>());
        RunCopyLoop copies = services.GetRequiredService<RunCopyLoop>();
        if (copies.IsNeeded)
        {
            _loops.Add(copies);
        }

        PruneLoop prune = services.GetRequiredService<PruneLoop>();
        if (prune.IsNeeded)
        {
            _loops.Add(prune);
        }
    }

    [LoggerMessage(Diagnostics.EventIds.Beat, LogLevel.Information, "Beat {Name} has started")]
    private partial void LogStarted(string name);

    [LoggerMessage(Diagnostics.EventIds.Beat + 1, LogLevel.Information, "Beat {Name} has stopped after {Fires} fires")]
    private partial void LogStopped(string name, long fires);
}

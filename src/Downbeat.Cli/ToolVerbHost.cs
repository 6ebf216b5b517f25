using Downbeat.App.Hosting;
using Downbeat.App.Verbs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Cli;

/// <summary>Runs verbs in a host of the tool's own, which has no tasks but Downbeat's.</summary>
internal sealed partial class ToolVerbHost : IVerbHost, IDisposable
{
    private IHost? _host;

    public string? ProgramName => "downbeat";

    public IServiceProvider GetServices(Places places)
    {
        _host ??= Build(LogLevel.Warning);
        PlaceOverride.Apply(_host.Services.GetRequiredService<IOptions<Downbeat.Hosting.DownbeatOptions>>().Value, places);
        return _host.Services;
    }

    public async Task RunAsync(Places places, RunRequest run, CancellationToken cancellationToken)
    {
        _host = Build(run.LogLevel ?? LogLevel.Information);
        IServiceProvider services = GetServices(places);
        RunSettings.Apply(services, WithoutTasks(run));
        if (run.Worker)
        {
            LogKnowsNoTasks(services.GetRequiredService<ILogger<ToolVerbHost>>());
        }

        await _host.RunAsync(cancellationToken);
    }

    public void Dispose() => _host?.Dispose();

    // It would park every task of the default queue as unknown; whoever wants that names the queue.
    private static RunRequest WithoutTasks(RunRequest run)
    {
        return run is { Worker: true, Queues: null } ? run with { Queues = [Downbeat.Hosting.DownbeatOptions.MaintenanceQueue] } : run;
    }

    [LoggerMessage(
        Downbeat.Diagnostics.EventIds.Hosts + 2,
        LogLevel.Warning,
        "This program knows no tasks but Downbeat's own: others are put with the dead letters. Name the application that has them: --app path.dll")]
    private static partial void LogKnowsNoTasks(ILogger logger);

    private static IHost Build(LogLevel level)
    {
        var settings = new HostApplicationBuilderSettings { ApplicationName = "downbeat", ContentRootPath = Directory.GetCurrentDirectory() };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings);
        builder.Logging.SetMinimumLevel(level).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // What keeps it from starting is the verb's answer.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.AddDownbeat();
        return builder.Build();
    }
}

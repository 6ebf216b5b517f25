using Downbeat.App.Hosting;
using Downbeat.App.Verbs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Cli;

/// <summary>Runs verbs in a host of the tool's own, which has no tasks but Downbeat's.</summary>
internal sealed class ToolVerbHost : IVerbHost, IDisposable
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
        if (run.Worker && run.Queues is { Count: > 0 } queues)
        {
            throw new InvalidValueException(
                "--queues",
                string.Join(',', queues),
                "nothing without --app: this program knows no tasks of yours; name the application whose worker shall consume them");
        }

        _host = Build(run.LogLevel ?? LogLevel.Information);
        IServiceProvider services = GetServices(places);
        RunSettings.Apply(services, run);
        await _host.RunAsync(cancellationToken);
    }

    public void Dispose() => _host?.Dispose();

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
        builder.AddDownbeat();
        return builder.Build();
    }
}

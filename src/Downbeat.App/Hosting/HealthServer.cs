using System.Net;
using Downbeat.Diagnostics;
using Downbeat.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.App.Hosting;

/// <summary>Serves <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> on a port of their own, whatever else the process does.</summary>
internal sealed partial class HealthServer(
    IEnumerable<IReadinessCheck> checks, ProcessSettings settings, HealthEndpoint endpoint, TelemetryProviders telemetry, ILoggerFactory loggers) : IHostedService
{
    private readonly ILogger _logger = loggers.CreateLogger<HealthServer>();
    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Port is not { } port)
        {
            return;
        }

        _server = Build(port);
        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new InvalidValueException("--port", port, $"a free port of {settings.Bind}; {exception.Message}", exception);
        }

        endpoint.Url = _server.Urls.First();
        LogListening(string.Join(", ", _server.Urls));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
        {
            await _server.StopAsync(cancellationToken);
            await _server.DisposeAsync();
        }
    }

    private WebApplication Build(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        foreach (IReadinessCheck check in checks)
        {
            builder.Services.AddSingleton(check);
        }

        builder.Services.AddHealthChecks().AddDownbeat();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(ReadAddress(), port);
        });
        WebApplication server = builder.Build();
        server.UseRouting();
        server.MapDownbeatHealth();
        server.MapPrometheusScrapingEndpoint("/metrics", telemetry.ForScraping(), configureBranchedPipeline: null, optionsName: null);
        return server;
    }

    private IPAddress ReadAddress()
    {
        return settings.Bind == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(settings.Bind, out IPAddress? address) ? address
            : throw new InvalidValueException("--bind", settings.Bind, "an IP address of this machine: 127.0.0.1, 0.0.0.0, ::");
    }

    [LoggerMessage(EventIds.Hosts, LogLevel.Information, "Health and metrics at {Urls}")]
    private partial void LogListening(string urls);
}

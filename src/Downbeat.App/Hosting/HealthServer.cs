using System.Net;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Diagnostics;
using Downbeat.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.App.Hosting;

/// <summary>
/// Serves <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> on a port of their own, whatever else the process does; where it is asked for, the HTTP
/// API and the admin site too.
/// </summary>
internal sealed partial class HealthServer(
    IServiceProvider services,
    IEnumerable<IReadinessCheck> checks,
    IEnumerable<SitePart> parts,
    AccountSet accounts,
    ProcessSettings settings,
    HealthEndpoint endpoint,
    TelemetryProviders telemetry,
    ILoggerFactory loggers) : IHostedService
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
        if (HasSite())
        {
            LogSite(endpoint.Url + SitePart.AdminPath);
        }
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
        bool hasSite = HasSite();
        if (settings.HasSite && !hasSite)
        {
            LogNoAccounts();
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "downbeat" });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        foreach (IReadinessCheck check in checks)
        {
            builder.Services.AddSingleton(check);
        }

        builder.Services.AddHealthChecks().AddDownbeat();
        if (hasSite)
        {
            builder.Services.AddDownbeatOf(services);
            Array.ForEach([.. parts], part => part.AddServices(builder.Services));
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(ReadAddress(), port);
        });
        WebApplication server = builder.Build();
        server.UseRouting();
        if (hasSite)
        {
            server.UseAuthentication();
            server.UseAuthorization();
        }

        server.MapDownbeatHealth();
        server.MapPrometheusScrapingEndpoint("/metrics", telemetry.ForScraping(), configureBranchedPipeline: null, optionsName: null);
        if (hasSite)
        {
            server.MapDownbeatApi();
            Array.ForEach([.. parts], part => part.Map(server));
        }

        return server;
    }

    // Where nobody can sign in there is nothing to protect it.
    private bool HasSite() => settings.HasSite && accounts.Store is not null;

    private IPAddress ReadAddress()
    {
        return settings.Bind == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(settings.Bind, out IPAddress? address) ? address
            : throw new InvalidValueException("--bind", settings.Bind, "an IP address of this machine: 127.0.0.1, 0.0.0.0, ::");
    }

    [LoggerMessage(
        EventIds.Hosts + 20, LogLevel.Warning, "The schedule store keeps no accounts, so the HTTP API and the admin site are not served")]
    private partial void LogNoAccounts();

    [LoggerMessage(EventIds.Hosts + 21, LogLevel.Information, "The admin site is at {Url}")]
    private partial void LogSite(string url);

    [LoggerMessage(EventIds.Hosts, LogLevel.Information, "Health and metrics at {Urls}")]
    private partial void LogListening(string urls);
}

using Downbeat.Diagnostics;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Downbeat.App.Hosting;

/// <summary>
/// Sends traces and metrics by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so, and offers metrics to whoever scrapes them. An application
/// that sets up OpenTelemetry itself subscribes to the source and the meter called Downbeat instead.
/// </summary>
internal sealed class TelemetryProviders(IHostEnvironment environment) : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string NameVariable = "OTEL_SERVICE_NAME";
    private MeterProvider? _scraped;
    private MeterProvider? _pushed;
    private TracerProvider? _traces;

    /// <summary>Metrics for a scraper, in Prometheus' text form.</summary>
    public MeterProvider ForScraping()
    {
        return _scraped ??= Meters().AddPrometheusExporter().Build();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)))
        {
            _pushed = Meters().AddOtlpExporter().Build();
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Telemetry.Name).AddOtlpExporter().Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _scraped?.Dispose();
        _pushed?.Dispose();
        _traces?.Dispose();
    }

    private MeterProviderBuilder Meters()
    {
        return Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Telemetry.Name, "System.Runtime");
    }

    private ResourceBuilder Resource()
    {
        string name = Environment.GetEnvironmentVariable(NameVariable) ?? environment.ApplicationName;
        return ResourceBuilder.CreateDefault().AddService(name);
    }
}

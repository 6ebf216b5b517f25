using System.Diagnostics;
using Downbeat.Beat.Hosting;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Benchmarks.Beat;

/// <summary>An application that only beats, on one database that holds broker, results and store.</summary>
internal sealed class LoadHost : IAsyncDisposable
{
    private readonly IHost _host;

    public LoadHost(string url, bool hasBeat = true)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddDownbeat(downbeat => _ = hasBeat
            ? downbeat.AddSqlite().AddPostgreSql().AddBeat()
            : downbeat.AddSqlite().AddPostgreSql());
        builder.Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = url);
        builder.Services.AddSingleton<IScheduleStore>(services =>
        {
            var url = ConnectionUrl.Parse("store", services.GetRequiredService<IOptions<DownbeatOptions>>().Value.Store!);
            return new MeasuredStore(services.GetRequiredService<Technologies>().Find(url)!.ScheduleStore!(services, url), Lateness);
        });
        builder.Services.Configure<DownbeatOptions>(options => options.Retention = options.Retention with { ResultExpires = null });
        _host = builder.Build();
    }

    public Lateness Lateness { get; } = new();

    public IPeriodicTasks Tasks => _host.Services.GetRequiredService<IPeriodicTasks>();

    public BeatStatus Status => _host.Services.GetRequiredService<BeatHealth>().Current;

    /// <summary>Starts it and waits for its first tick.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await _host.StartAsync();
        while (Status.Ticks == 0)
        {
            await Task.Delay(1);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

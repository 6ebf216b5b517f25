using Downbeat.Brokers;
using Downbeat.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Downbeat.Load;

/// <summary>An application as its users write it, on one file or PostgreSQL URL; nothing but its log level is set.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly IHost _host;

    public Application(string file, bool worker = true, bool beat = false)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.TryAddSingleton<Progress>();
        builder.AddDownbeat(d => _ = file.Contains("://", StringComparison.Ordinal) ? d.UsePostgreSql(file) : d.UseSqlite(file)).AddTasks<LoadTasks>();
        _host = builder.Build();
        ActiveRoles roles = Services.GetRequiredService<ActiveRoles>();
        roles.Worker = worker;
        roles.Beat = beat;
        roles.Seeds = beat;
    }

    public IServiceProvider Services => _host.Services;

    public Progress Progress => Services.GetRequiredService<Progress>();

    public ITaskClient Client => Services.GetRequiredService<ITaskClient>();

    public IBroker Broker => Services.GetRequiredService<IBroker>();

    public Task StartAsync() => _host.StartAsync();

    public static async Task<Application> StartAsync(string file, bool worker = true, bool beat = false)
    {
        var application = new Application(file, worker, beat);
        await application.StartAsync();
        return application;
    }

    /// <summary>Waits until everything that was sent is settled.</summary>
    public async Task RestAsync()
    {
        while ((await Broker.Queues.ListAsync(CancellationToken.None)).Any(queue => queue.Ready + queue.Delayed + queue.Unacknowledged > 0))
        {
            await Task.Delay(2);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

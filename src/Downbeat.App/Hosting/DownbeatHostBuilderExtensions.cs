using Downbeat;
using Downbeat.App.Hosting;
using Downbeat.App.Settings;
using Downbeat.AspNetCore.Operations;
using Downbeat.Beat.Hosting;
using Downbeat.Hosting;
using Downbeat.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds Downbeat to an application in one call.</summary>
public static class DownbeatHostBuilderExtensions
{
    /// <summary>
    /// Adds everything: tasks can be sent, a worker runs them, a beat fires periodic ones, and all of it is kept in the SQLite file
    /// <c>downbeat.db</c> in the working directory. Each of these can be said differently here, in <c>downbeat.json</c>, in the configuration section
    /// <c>Downbeat</c> or by environment variables that begin with <c>DOWNBEAT_</c>; the later win.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="configure">Names the technologies and where things are.</param>
    public static IDownbeatBuilder AddDownbeat(this IHostApplicationBuilder builder, Action<IDownbeatBuilder>? configure = null)
    {
        IServiceCollection services = builder.Services;
        IDownbeatBuilder downbeat = services.AddDownbeat();
        downbeat.AddSqlite();
        downbeat.AddPostgreSql();
        AddRoles(downbeat);
        services.TryAddSingleton(_ => DownbeatSettings.Load(builder.Environment.ContentRootPath, builder.Configuration));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<DownbeatOptions>, ConfigureDownbeat>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<WorkerOptions>, ConfigureWorker>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<BeatOptions>, ConfigureBeat>());
        services.PostConfigure<DownbeatOptions>(options => options.Application ??= builder.Environment.ApplicationName);
        AddProcess(services);
        AddWeb(builder);
        configure?.Invoke(downbeat);
        return downbeat;
    }

    /// <summary>Serves <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> on a port of their own while the application runs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="port">The port; 0 for any that is free (see <see cref="HealthEndpoint"/>). Default 8050.</param>
    /// <param name="bind">The address it listens on; default 127.0.0.1.</param>
    public static IDownbeatBuilder ServeHealth(this IDownbeatBuilder builder, int port = 8050, string bind = "127.0.0.1")
    {
        builder.Services.RemoveAll<ProcessSettings>();
        builder.Services.AddSingleton(new ProcessSettings { Port = port, Bind = bind });
        return builder;
    }

    // Both roles are at hand; which of them are active is decided by what the application, then the command line, asks for.
    private static void AddRoles(IDownbeatBuilder downbeat)
    {
        downbeat.AddWorker().AddBeat();
        downbeat.Services.RemoveAll<RoleRequest>();
    }

    // What downbeat up serves.
    private static readonly SitePart AdminSite = new(services => services.AddDownbeatAdmin(), endpoints => endpoints.MapDownbeatAdmin(SitePart.AdminPath));

    // What the command line does with accounts, it does without a server.
    private static void AddWeb(IHostApplicationBuilder builder)
    {
        if (builder is WebApplicationBuilder)
        {
            builder.Services.AddDownbeatAdmin();
        }
        else
        {
            builder.Services.AddDownbeatOperations();
        }

        if (!builder.Services.Any(service => service.ServiceType == typeof(SitePart)))
        {
            builder.Services.AddSingleton(AdminSite);
        }
    }

    private static void AddProcess(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ProcessSettings)))
        {
            return;
        }

        services.AddSingleton<ProcessSettings>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<TelemetryProviders>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryProviders>());
        services.AddHostedService<HealthServer>();
        services.AddHostedService<SecondSignal>();
        services.AddHostedService<HostPatience>();
    }
}

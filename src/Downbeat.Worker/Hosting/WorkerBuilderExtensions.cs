using Downbeat.Hosting;
using Downbeat.Worker.BuiltIns;
using Downbeat.Worker.Consuming;
using Downbeat.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a worker to an application.</summary>
public static class WorkerBuilderExtensions
{
    /// <summary>Lets this process run tasks. Called more than once, it only configures the one worker further.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Says how the worker takes and runs tasks.</param>
    public static IDownbeatBuilder AddWorker(this IDownbeatBuilder builder, Action<WorkerOptions>? configure = null)
    {
        IServiceCollection services = builder.Services;
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddSingleton(new RoleRequest(RoleRequest.Worker));
        if (services.Any(service => service.ServiceType == typeof(BackendCleanup)))
        {
            return builder;
        }

        services.AddOptions<WorkerOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>());
        services.TryAddSingleton(_ => new Dice(new Random()));
        services.AddSingleton<BackendCleanup>();
        services.AddSingleton<WorkerReadiness>();
        services.AddSingleton<IReadinessCheck>(static provider => provider.GetRequiredService<WorkerReadiness>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkerService>());
        builder.AddTask(BackendCleanup.Definition);
        return builder;
    }
}

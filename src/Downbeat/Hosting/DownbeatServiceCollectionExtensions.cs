using System.Text.Json.Serialization;
using Downbeat;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.Seeding;
using Downbeat.Sending;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Downbeat to an application's services.</summary>
public static class DownbeatServiceCollectionExtensions
{
    /// <summary>Adds what sends tasks and manages periodic tasks. Worker and beat are added by their own packages.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names the technologies and where things are.</param>
    public static IDownbeatBuilder AddDownbeat(this IServiceCollection services, Action<IDownbeatBuilder>? configure = null)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ActiveRoles>();
        services.TryAddSingleton<ForcedStop>();
        services.TryAddSingleton<Technologies>();
        services.TryAddSingleton<TaskRegistry>();
        services.TryAddSingleton(provider => new TaskJson(provider.GetServices<JsonSerializerContext>()));
        services.TryAddSingleton(provider => Open(provider, "broker", options => options.Broker, technology => technology.Broker));
        services.TryAddSingleton(provider => Open(provider, "result_backend", options => options.ResultBackend, technology => technology.ResultBackend));
        services.TryAddSingleton(provider => Open(provider, "store", options => options.Store, technology => technology.ScheduleStore));
        services.TryAddSingleton<RetentionSet>();
        services.TryAddSingleton<SchemaSet>();
        services.TryAddSingleton<AccountSet>();
        services.TryAddSingleton<CleanupEngine>();
        services.TryAddSingleton<MessageFactory>();
        services.TryAddSingleton<ResultReader>();
        services.TryAddSingleton<ITaskClient, TaskClient>();
        services.TryAddSingleton<DeadLetterRequeue>();
        services.TryAddSingleton<FireMessages>();
        services.TryAddSingleton(provider => new ManualFires(
            provider.GetRequiredService<IScheduleStore>(),
            provider.GetRequiredService<IBroker>(),
            provider.GetRequiredService<FireMessages>(),
            provider.GetRequiredService<ResultReader>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IPeriodicTasks, PeriodicTaskService>();
        services.TryAddSingleton<Seeder>();
        services.TryAddSingleton(provider => new BuiltInSeeds(
            provider.GetRequiredService<Seeder>(),
            provider.GetRequiredService<IOptions<DownbeatOptions>>(),
            provider.GetRequiredService<Technologies>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SeedingService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DownbeatOptions>, DownbeatOptionsValidator>());
        AddReadiness(services);
        var builder = new DownbeatBuilder(services);
        builder.AddInMemory();
        configure?.Invoke(builder);
        return builder;
    }

    /// <summary>Lets URLs with a technology's schemes be used.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="technology">The technology.</param>
    public static IServiceCollection AddTechnology(this IServiceCollection services, Technology technology)
    {
        if (!services.Any(service => service.ImplementationInstance is Technology known && known.Name == technology.Name))
        {
            services.AddSingleton(technology);
        }

        return services;
    }

    /// <summary>Adds the tasks a class declares. The source generator lists them; nothing is reflected.</summary>
    /// <typeparam name="TTasks">A partial class with methods marked as background tasks.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IDownbeatBuilder AddTasks<TTasks>(this IDownbeatBuilder builder)
        where TTasks : IBackgroundTasks
    {
        foreach (TaskDefinition definition in TTasks.Definitions)
        {
            builder.AddTask(definition);
        }

        return builder;
    }

    /// <summary>Adds a task.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="definition">The task.</param>
    public static ITaskBuilder AddTask(this IDownbeatBuilder builder, TaskDefinition definition)
    {
        return new TaskBuilder(builder.Services, definition);
    }

    /// <summary>Makes the application only send: it runs no tasks and fires none, whatever packages it references.</summary>
    /// <param name="builder">The builder.</param>
    public static IDownbeatBuilder SendOnly(this IDownbeatBuilder builder)
    {
        builder.Services.AddSingleton(new RoleRequest(RoleRequest.SendOnly));
        return builder;
    }

    /// <summary>Adds source-generated JSON type information for the parameters and results of tasks, for programs that are trimmed or compiled ahead of time.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="context">The generated context.</param>
    public static IDownbeatBuilder AddJsonContext(this IDownbeatBuilder builder, JsonSerializerContext context)
    {
        builder.Services.AddSingleton(context);
        return builder;
    }

    private static void AddReadiness(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(IReadinessCheck)))
        {
            return;
        }

        services.AddSingleton<IReadinessCheck>(provider => new RoleCheck(
            "broker", static () => true, token => provider.GetRequiredService<IBroker>().CheckAsync(token)));
        services.AddSingleton<IReadinessCheck>(provider => new RoleCheck(
            "result_backend", static () => true, token => provider.GetRequiredService<IResultBackend>().CheckAsync(token)));
        services.AddSingleton<IReadinessCheck>(provider => new RoleCheck(
            "store",
            () => provider.GetRequiredService<ActiveRoles>() is { Beat: true } or { Seeds: true },
            token => provider.GetRequiredService<IScheduleStore>().CheckAsync(token)));
    }

    private static TRole Open<TRole>(
        IServiceProvider services,
        string field,
        Func<DownbeatOptions, string?> url,
        Func<Technology, Func<IServiceProvider, ConnectionUrl, TRole>?> role)
        where TRole : class
    {
        string text = url(services.GetRequiredService<IOptions<DownbeatOptions>>().Value)
            ?? throw new InvalidValueException(field, null, "a URL; call UseSqlite or another Use method, or reference the package Downbeat.App");
        ConnectionUrl parsed = ConnectionUrl.Parse(field, text);
        return services.GetRequiredService<Technologies>().Get(field, parsed, role)(services, parsed);
    }
}

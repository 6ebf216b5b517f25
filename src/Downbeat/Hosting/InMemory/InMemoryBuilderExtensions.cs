using Downbeat.Accounts.InMemory;
using Downbeat.Brokers.InMemory;
using Downbeat.Hosting;
using Downbeat.Hosting.InMemory;
using Downbeat.ResultBackends.InMemory;
using Downbeat.Retention.InMemory;
using Downbeat.ScheduleStores.InMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes the memory of the process known to Downbeat: for tests and for trying things out, because nothing survives its end.</summary>
public static class InMemoryBuilderExtensions
{
    /// <summary>
    /// Lets URLs with the scheme <c>memory</c> be used: <c>memory://</c> is the application's own, <c>memory://name</c> is shared by all applications
    /// of the process that name it. AddDownbeat does it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IDownbeatBuilder AddInMemory(this IDownbeatBuilder builder)
    {
        builder.Services.TryAddSingleton<MemoryDatabases>();
        builder.Services.AddTechnology(new Technology(MemoryDatabases.Scheme, [MemoryDatabases.Scheme])
        {
            Broker = static (services, url) => new MemoryBroker(Open(services, url)),
            ResultBackend = static (services, url) => new MemoryResultBackend(Open(services, url)),
            ScheduleStore = static (services, url) => new MemoryScheduleStore(Open(services, url)),
            Retention = static (services, url) => new MemoryRetention(Open(services, url)),
            Accounts = static (services, url) => new MemoryAccountStore(Open(services, url)),
        });
        return builder;
    }

    /// <summary>Keeps everything in the memory of the process: broker, result backend and schedule store, unless one of them is named apart.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of a memory that other applications of the process use too; by default the application has one of its own.</param>
    public static IDownbeatBuilder UseInMemory(this IDownbeatBuilder builder, string name = "")
    {
        string url = $"{MemoryDatabases.Scheme}://{name}";
        builder.AddInMemory().Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = url);
        return builder;
    }

    private static MemoryDatabase Open(IServiceProvider services, ConnectionUrl url)
    {
        return services.GetRequiredService<MemoryDatabases>().Get(url);
    }
}

using Downbeat.AspNetCore.Access;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Downbeat.Sending;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>Lets a web server of its own, such as that of <c>downbeat up</c>, use what the process it runs in has opened.</summary>
internal static class Forwarding
{
    private static readonly Type[] Used =
    [
        typeof(TimeProvider), typeof(IOptions<DownbeatOptions>), typeof(IOptions<DownbeatAccessOptions>), typeof(AccountSet), typeof(IBroker),
        typeof(IResultBackend), typeof(IScheduleStore), typeof(RetentionSet), typeof(CleanupEngine), typeof(TaskRegistry), typeof(ITaskClient),
        typeof(ManualFires), typeof(DeadLetterRequeue),
    ];

    /// <summary>What is handed on stays the process's: the server does not dispose of it.</summary>
    public static IServiceCollection AddDownbeatOf(this IServiceCollection services, IServiceProvider process)
    {
        foreach (Type type in Used)
        {
            services.AddSingleton(type, process.GetRequiredService(type));
        }

        return services.AddDownbeatAccess();
    }
}

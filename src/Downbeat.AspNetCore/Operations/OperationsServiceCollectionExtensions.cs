using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.AspNetCore.Operations.Overviews;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.AspNetCore.Operations.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Operations;

/// <summary>What the API, the site and the command line can do, each thing once.</summary>
internal static class OperationsServiceCollectionExtensions
{
    public static void AddDownbeatOperations(this IServiceCollection services)
    {
        services.AddOptions<DownbeatAccessOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DownbeatAccessOptions>, DownbeatAccessOptionsValidator>());
        services.TryAddSingleton<Passwords>();
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton<People>();
        services.TryAddSingleton<Tokens>();
        services.TryAddSingleton<PeriodicTaskOperations>();
        services.TryAddSingleton<BulkOperations>();
        services.TryAddSingleton<SchedulePreview>();
        services.TryAddSingleton<ResultOperations>();
        services.TryAddSingleton<QueueOperations>();
        services.TryAddSingleton<DeadLetterOperations>();
        services.TryAddSingleton<TaskOperations>();
        services.TryAddSingleton<FleetOperations>();
        services.TryAddSingleton<CleanupOperations>();
        services.TryAddSingleton<OverviewOperations>();
    }
}

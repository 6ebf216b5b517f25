using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.AspNetCore.Operations;

/// <summary>What the API and the site can do, each thing once.</summary>
internal static class OperationsServiceCollectionExtensions
{
    public static void AddDownbeatOperations(this IServiceCollection services)
    {
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<People>();
        services.AddSingleton<Tokens>();
    }
}

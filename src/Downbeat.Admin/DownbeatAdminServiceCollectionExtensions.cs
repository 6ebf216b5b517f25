using Downbeat.Admin.Assets;
using Downbeat.Admin.Site;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the admin site needs to an application's services.</summary>
public static class DownbeatAdminServiceCollectionExtensions
{
    /// <summary>Adds the admin site's services. Web applications that call <c>builder.AddDownbeat()</c> have them already.</summary>
    /// <param name="services">The application's services, which have Downbeat's.</param>
    public static IServiceCollection AddDownbeatAdmin(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.TryAddSingleton<AssetFiles>();
        services.TryAddSingleton<RightsReader>();
        services.TryAddSingleton<SiteFactory>();
        return services;
    }
}

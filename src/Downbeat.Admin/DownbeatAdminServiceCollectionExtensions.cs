using Downbeat.Admin.Assets;
using Downbeat.Admin.Pages;
using Downbeat.Admin.Pages.Overview;
using Downbeat.Admin.Pages.Periodic;
using Downbeat.Admin.Site;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the admin site needs to an application's services.</summary>
public static class DownbeatAdminServiceCollectionExtensions
{
    /// <summary>Adds the admin site's services, accounts and policies. Web applications that call <c>builder.AddDownbeat()</c> have them already.</summary>
    /// <param name="services">The application's services, which have Downbeat's.</param>
    public static IServiceCollection AddDownbeatAdmin(this IServiceCollection services)
    {
        services.AddDownbeatAccess();
        services.AddRazorComponents();
        services.TryAddSingleton<AssetFiles>();
        services.TryAddSingleton<RightsReader>();
        services.TryAddSingleton<SiteFactory>();
        services.TryAddSingleton<KnownNames>();
        services.TryAddSingleton<RecentFires>();
        services.TryAddSingleton<PeriodicReader>();
        services.TryAddSingleton<OverviewReader>();
        return services;
    }
}

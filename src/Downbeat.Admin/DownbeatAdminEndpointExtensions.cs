using Downbeat;
using Downbeat.Admin.Site;
using Downbeat.Admin.Pages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts the admin site into ASP.NET Core applications.</summary>
public static class DownbeatAdminEndpointExtensions
{
    /// <summary>Maps the admin site: periodic tasks, results, queues, workers and cleanup.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="prefix">The path it is mounted at; default <c>/admin</c>.</param>
    /// <returns>All its endpoints, to say who may use them.</returns>
    public static IEndpointConventionBuilder MapDownbeatAdmin(this IEndpointRouteBuilder endpoints, string prefix = "/admin")
    {
        if (endpoints.ServiceProvider.GetService<SiteFactory>() is null)
        {
            throw new InvalidValueException("services", "nothing of the admin site", "services.AddDownbeatAdmin() before the application is built");
        }

        return SiteMap.Map(endpoints, prefix);
    }
}

using Downbeat.AspNetCore.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>Keeps an application from starting while anybody could reach what nothing protects.</summary>
internal sealed class MountGuard(Mounts mounts, ProtectionFinder protection) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        return app =>
        {
            next(app);
            Check();
        };
    }

    private void Check()
    {
        RouteEndpoint? open = mounts.Endpoints.FirstOrDefault(endpoint => protection.Of(endpoint.Metadata) == Protection.None);
        if (open is not null)
        {
            throw new InvalidValueException(
                "authorization",
                "nothing protects " + open.RoutePattern.RawText,
                "what MapDownbeatApi and MapDownbeatAdmin return with .RequireAuthorization(…), policies of your own named "
                    + string.Join(", ", DownbeatPolicies.All) + ", or a schedule store that keeps accounts, such as sqlite:///downbeat.db. "
                    + "While developing (ASPNETCORE_ENVIRONMENT=Development) nothing is needed");
        }
    }
}

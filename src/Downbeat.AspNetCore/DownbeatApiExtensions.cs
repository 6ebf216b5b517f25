using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts Downbeat's HTTP API into an ASP.NET Core application.</summary>
public static class DownbeatApiExtensions
{
    /// <summary>
    /// Maps the HTTP API; its OpenAPI document is at <c>openapi.json</c> below the prefix. Who may use it is decided by what is demanded of the
    /// endpoints that this returns (<c>.RequireAuthorization(…)</c>), by policies of the application with the names in <see cref="DownbeatPolicies"/>,
    /// or else by the accounts that Downbeat keeps. Outside of development an application that has none of these does not start.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="prefix">Where: <c>/api/v1</c> by default.</param>
    /// <returns>All endpoints of the API, to demand something of them.</returns>
    public static IEndpointConventionBuilder MapDownbeatApi(this IEndpointRouteBuilder endpoints, string prefix = "/api/v1")
    {
        RouteGroupBuilder group = endpoints.MapMount(prefix, new Mount("api", Problem.WriteAsync));
        group.DisableCookieRedirect();
        foreach (ApiOperation operation in ApiOperations.All)
        {
            Map(group, operation);
        }

        return group;
    }

    private static void Map(RouteGroupBuilder group, ApiOperation operation)
    {
        IEndpointConventionBuilder endpoint = group
            .MapMethods(operation.Path, [operation.Method], (Delegate)((HttpContext context) => operation.Run(new ApiCall(context))))
            .WithMetadata(operation)
            .ExcludeFromDescription();
        _ = operation.Policy is null ? endpoint.AllowAnonymous() : endpoint.RequireAuthorization(operation.Policy);
        if (operation.NeedsAccounts)
        {
            endpoint.OnlyWithAccounts();
        }
    }
}

using Downbeat.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

/// <summary>
/// Finds out who protects an endpoint: the application, if it demands something of the endpoint or has defined Downbeat's policies itself; else the
/// accounts, where the schedule store keeps them.
/// </summary>
internal sealed class ProtectionFinder(AccountSet accounts, IHostEnvironment environment, HostPolicies policies, IOptions<AuthorizationOptions> authorization)
{
    public Protection Of(EndpointMetadataCollection metadata)
    {
        // Reading the options makes sure that the application's policies have been looked at.
        _ = authorization.Value;
        return policies.Names.Count > 0 || IsDemanding(metadata) ? Protection.Application
            : accounts.Store is not null ? Protection.Accounts
            : environment.IsDevelopment() ? Protection.Open
            : Protection.None;
    }

    private static bool IsDemanding(EndpointMetadataCollection metadata)
    {
        return metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is null || !DownbeatPolicies.All.Contains(data.Policy))
            || metadata.GetMetadata<AuthorizationPolicy>() is not null;
    }
}

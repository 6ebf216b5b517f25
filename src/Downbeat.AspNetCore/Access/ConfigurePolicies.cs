using Downbeat.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

/// <summary>Adds the policies that the application has not defined itself.</summary>
internal sealed class ConfigurePolicies(HostPolicies host) : IPostConfigureOptions<AuthorizationOptions>
{
    public void PostConfigure(string? name, AuthorizationOptions options)
    {
        host.Names = DownbeatPolicies.All.Where(policy => options.GetPolicy(policy) is not null).ToHashSet(StringComparer.Ordinal);
        for (int role = 0; role < DownbeatPolicies.All.Length; role++)
        {
            if (!host.Names.Contains(DownbeatPolicies.All[role]))
            {
                options.AddPolicy(DownbeatPolicies.All[role], host.Names.Count == 0 ? Own((AccountRole)role) : Borrowed(options, role));
            }
        }
    }

    private static AuthorizationPolicy Own(AccountRole role)
    {
        return new AuthorizationPolicyBuilder(AccessScheme.Name).AddRequirements(new AccessRequirement(role)).Build();
    }

    // The next stricter one; for the strictest the one before it: an application that tells three roles apart has no fourth.
    private AuthorizationPolicy Borrowed(AuthorizationOptions options, int role)
    {
        string? stricter = DownbeatPolicies.All[(role + 1)..].FirstOrDefault(host.Names.Contains);
        string? nearest = stricter ?? (role == (int)AccountRole.Administrator && host.Names.Contains(DownbeatPolicies.Manage) ? DownbeatPolicies.Manage : null);
        return nearest is null
            ? new AuthorizationPolicyBuilder().RequireAssertion(static _ => false).Build()
            : options.GetPolicy(nearest)!;
    }
}

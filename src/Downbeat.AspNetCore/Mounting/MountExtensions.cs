using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>What the API and the site have in common where they are mounted.</summary>
internal static class MountExtensions
{
    /// <summary>
    /// Opens a group for a mount: forged requests are refused, errors become refusals, answers are never cached or sniffed. Each endpoint still has to
    /// say who may use it: <c>RequireAuthorization(DownbeatPolicies.View)</c> or <c>AllowAnonymous()</c>.
    /// </summary>
    public static RouteGroupBuilder MapMount(this IEndpointRouteBuilder endpoints, string prefix, Mount mount)
    {
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(Mounts)) != true)
        {
            throw new InvalidValueException(
                "services", "no accounts and policies of Downbeat", "services.AddDownbeatAccess() before the application is built");
        }

        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        group.WithMetadata(mount, new BodyLimit());
        group.DisableAntiforgery();
        group.AddEndpointFilterFactory((_, next) => context => MountFilter.InvokeAsync(context, next, mount));
        return group;
    }

    /// <summary>Only there where Downbeat keeps the accounts: signing in, people. Elsewhere it is not found.</summary>
    public static TBuilder OnlyWithAccounts<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        return builder.AddEndpointFilter<TBuilder, AccountsFilter>();
    }

    /// <summary>Marks the endpoint that people are led to.</summary>
    public static TBuilder AsPage<TBuilder>(this TBuilder builder, PageKind kind)
        where TBuilder : IEndpointConventionBuilder
    {
        return builder.WithMetadata(new PageMarker(kind));
    }
}

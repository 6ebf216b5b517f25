using Downbeat.Admin.Pages.Errors;
using Downbeat.Admin.Site;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages;

/// <summary>All addresses of the site.</summary>
internal static class SiteMap
{
    private const long LongestForm = 2 * 1024 * 1024;

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        string root = "/" + prefix.Trim('/');
        root = root == "/" ? "" : root;
        RouteGroupBuilder group = endpoints.MapMount(root, new Mount("admin", ErrorPage.RefuseAsync));
        group.WithMetadata(new SiteRoot(root), new FormLimit(LongestForm));
        group.ExcludeFromDescription();
        group.AddEndpointFilterFactory((_, next) => context => FormGuard.InvokeAsync(context, next));

        AssetEndpoints.Map(group);
        SettingEndpoints.Map(group);
        Signing.SigningEndpoints.Map(group);
        RouteGroupBuilder view = group.MapGroup("").RequireAuthorization(DownbeatPolicies.View);
        Overview.OverviewEndpoints.Map(view);
        Periodic.PeriodicEndpoints.Map(view);
        Results.ResultEndpoints.Map(view);
        Messages.QueueEndpoints.Map(view);
        Messages.DeadLetterEndpoints.Map(view);
        Messages.FleetEndpoints.Map(view);
        Cleanup.CleanupEndpoints.Map(view);
        People.MeEndpoints.Map(view);
        People.PeopleEndpoints.Map(view);
        view.MapFallback("{**path}", static IResult () => throw new NotFoundException("page", "here"));
        return group;
    }

    private sealed record FormLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

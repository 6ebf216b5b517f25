using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.App.Hosting;

/// <summary>Something that <c>downbeat up</c> serves beside the HTTP API, such as the admin site.</summary>
/// <param name="AddServices">Adds its services to those of the web server, which has Downbeat's.</param>
/// <param name="Map">Maps its endpoints.</param>
internal sealed record SitePart(Action<IServiceCollection> AddServices, Action<IEndpointRouteBuilder> Map)
{
    /// <summary>Where the admin site is mounted.</summary>
    public const string AdminPath = "/admin";
}

using Microsoft.AspNetCore.Routing;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>What of Downbeat is mounted into this application, with whatever prefixes. Known once the application's pipeline is built.</summary>
internal sealed class Mounts(EndpointDataSource endpoints)
{
    public IEnumerable<RouteEndpoint> Endpoints
    {
        get => endpoints.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<Mount>() is not null);
    }

    /// <summary>The path of a page of some kind; of the mount, if it is given. Null when there is none.</summary>
    public string? PathOf(PageKind kind, Mount? mount = null)
    {
        RouteEndpoint? page = Endpoints.FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<PageMarker>()?.Kind == kind
            && (mount is null || endpoint.Metadata.GetMetadata<Mount>() == mount));
        return page is null ? null : "/" + page.RoutePattern.RawText?.TrimStart('/');
    }
}

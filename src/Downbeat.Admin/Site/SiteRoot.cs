using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Site;

/// <summary>Where a site is mounted. Each of its endpoints has it among its metadata.</summary>
/// <param name="Prefix">The path it was mapped at, without the application's base; no slash at the end.</param>
internal sealed record SiteRoot(string Prefix)
{
    /// <summary>The path that leads to the site of a request, as the browser sees it.</summary>
    public static string Of(HttpContext context)
    {
        return context.Request.PathBase + (context.GetEndpoint()?.Metadata.GetMetadata<SiteRoot>()?.Prefix ?? "");
    }
}

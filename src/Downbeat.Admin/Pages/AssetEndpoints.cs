using Downbeat.Admin.Assets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages;

/// <summary>Style, script and pictures. Their addresses hold their content's hash.</summary>
internal static class AssetEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/assets/{name}", Get).AllowAnonymous();
    }

    private static IResult Get(HttpContext context, AssetFiles files, string name)
    {
        if (files.Find(name) is not { } asset)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(asset.Content, asset.ContentType);
    }
}

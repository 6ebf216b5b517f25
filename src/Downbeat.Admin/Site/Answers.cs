using Downbeat.Admin.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Admin.Site;

/// <summary>What handlers answer with.</summary>
internal static class Answers
{
    /// <summary>A whole page.</summary>
    public static async Task<IResult> PageAsync<TPage>(
        HttpContext context, object model, string title, string section, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        return await RenderAsync<Root>(context, typeof(TPage), model, title, section, status).ConfigureAwait(false);
    }

    /// <summary>A part of a page, for the script.</summary>
    public static async Task<IResult> FragmentAsync<TPart>(HttpContext context, object model)
        where TPart : IComponent
    {
        return await RenderAsync<Fragment>(context, typeof(TPart), model, "", "", StatusCodes.Status200OK).ConfigureAwait(false);
    }

    /// <summary>Leads to another page of the site, which says what has happened.</summary>
    public static IResult Go(HttpContext context, string path, Notice? notice = null)
    {
        if (notice is not null)
        {
            SiteCookies.Leave(context, notice);
        }

        return TypedResults.Redirect(SiteRoot.Of(context) + path);
    }

    /// <summary>Leads back to where a form was, if that is a page of the site; else to another.</summary>
    public static IResult Back(HttpContext context, string? back, string otherwise, Notice? notice = null)
    {
        string root = SiteRoot.Of(context);
        bool isOurs = back is not null && back.StartsWith(root + "/", StringComparison.Ordinal)
            && !back.StartsWith("//", StringComparison.Ordinal) && !back.AsSpan().ContainsAnyExceptInRange('!', '~') && !back.Contains('\\', StringComparison.Ordinal);
        return Go(context, isOurs ? back![root.Length..] : otherwise, notice);
    }

    private static async Task<IResult> RenderAsync<TRoot>(HttpContext context, Type page, object model, string title, string section, int status)
        where TRoot : IComponent
    {
        SiteContext site = await context.RequestServices.GetRequiredService<SiteFactory>().CreateAsync(context, title, section).ConfigureAwait(false);
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Site"] = site, ["Page"] = page, ["Model"] = model };
        return new RazorComponentResult<TRoot>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }
}

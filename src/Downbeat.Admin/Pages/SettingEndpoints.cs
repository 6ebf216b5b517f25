using Downbeat.Admin.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages;

/// <summary>How the site looks in this browser.</summary>
internal static class SettingEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/theme", SetTheme).AllowAnonymous();
    }

    private static IResult SetTheme(HttpContext context)
    {
        IFormCollection form = context.Request.Form;
        string theme = form["theme"].ToString();
        CookieOptions options = SiteCookies.Options(context, isSecret: false);
        options.MaxAge = TimeSpan.FromDays(365);
        context.Response.Cookies.Append(SiteCookies.Theme, theme is "light" or "dark" ? theme : "auto", options);
        return Answers.Back(context, form["return"].ToString(), "/");
    }
}

using Downbeat.Admin.Assets;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Site;

/// <summary>Finds out what a page has to know of its request.</summary>
internal sealed class SiteFactory(AssetFiles assets, RightsReader rights, TimeProvider time)
{
    private static readonly string[] Themes = ["light", "dark"];

    public async ValueTask<SiteContext> CreateAsync(HttpContext context, string title, string section)
    {
        HttpRequest request = context.Request;
        string theme = request.Cookies[SiteCookies.Theme] ?? "";
        string? zone = request.Cookies[SiteCookies.Zone];
        return new SiteContext
        {
            Root = SiteRoot.Of(context),
            Here = request.PathBase + request.Path + request.QueryString,
            User = context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null,
            HasAccount = RightsReader.HasAccount(context),
            Rights = await rights.ReadAsync(context).ConfigureAwait(false),
            Theme = Themes.Contains(theme) ? theme : "auto",
            Clock = ZoneClock.Of(zone is null ? null : Uri.UnescapeDataString(zone), time.GetUtcNow()),
            Token = FormToken.Of(context),
            Assets = assets,
            Title = title,
            Section = section,
            Notice = HttpMethods.IsGet(request.Method) ? SiteCookies.Take(context) : null,
        };
    }
}

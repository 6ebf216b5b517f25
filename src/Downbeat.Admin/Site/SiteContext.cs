using Downbeat.Admin.Assets;
using Downbeat.Admin.Texts;

namespace Downbeat.Admin.Site;

/// <summary>What every page knows of its request: where the site is mounted, who looks, and how times are shown.</summary>
internal sealed record SiteContext
{
    /// <summary>The path the site is mounted at, the application's own base included; no slash at the end.</summary>
    public required string Root { get; init; }

    /// <summary>The path and query of this request, to come back to.</summary>
    public required string Here { get; init; }

    /// <summary>Who looks; null where nobody signed in.</summary>
    public string? User { get; init; }

    /// <summary>Whether somebody signed in with an account of Downbeat's.</summary>
    public bool HasAccount { get; init; }

    public Rights Rights { get; init; }

    public required string Theme { get; init; }

    public required ZoneClock Clock { get; init; }

    /// <summary>What a form sends along to show that this site made it.</summary>
    public required string Token { get; init; }

    public required AssetFiles Assets { get; init; }

    public TextCatalog T { get; init; } = TextCatalog.English;

    public string Title { get; init; } = "";

    public string Section { get; init; } = "";

    public Notice? Notice { get; init; }

    /// <summary>The address of a page of the site.</summary>
    public string Url(string path) => Root + path;

    /// <summary>The address of a page with a query; what is null or empty is left out.</summary>
    public string Url(string path, params ReadOnlySpan<(string Name, string? Value)> query) => Root + path + QueryText.Of(query);

    public string Asset(string name) => Root + "/assets/" + Assets.NameOf(name);
}

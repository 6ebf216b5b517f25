using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Microsoft.Playwright;

namespace Downbeat.Admin.Tests.Journeys;

/// <summary>Makes the pictures of the documentation: <c>bash eng/pictures.sh</c>. Not run otherwise.</summary>
public sealed class PictureTests(Chromium chromium, DemoSite demo) : IClassFixture<Chromium>, IClassFixture<DemoSite>
{
    [Fact(Explicit = true)]
    public async Task Pictures_of_the_site_go_to_a_folder()
    {
        string folder = Environment.GetEnvironmentVariable("DOWNBEAT_PICTURES") ?? throw new InvalidOperationException("Name the folder in DOWNBEAT_PICTURES.");
        (string Name, string Path, int Height, ColorScheme Scheme, int Width)[] pictures =
        [
            ("admin-overview", "/", 1040, ColorScheme.Light, 1280),
            ("admin-overview-dark", "/", 1040, ColorScheme.Dark, 1280),
            ("admin-periodic", "/periodic", 900, ColorScheme.Light, 1280),
            ("admin-periodic-change", $"/periodic/{demo.Tasks[0].Id}/change", 1060, ColorScheme.Light, 1280),
            ("admin-periodic-one", $"/periodic/{demo.Tasks[1].Id}", 1060, ColorScheme.Light, 1280),
            ("admin-periodic-dark", "/periodic", 900, ColorScheme.Dark, 1280),
            ("admin-results", "/results", 900, ColorScheme.Light, 1280),
            ("admin-result", $"/results/view?id={demo.FailureId}", 760, ColorScheme.Light, 1280),
            ("admin-queues", "/queues", 560, ColorScheme.Light, 1280),
            ("admin-dead-letters", "/dead-letters", 760, ColorScheme.Light, 1280),
            ("admin-workers", "/workers", 820, ColorScheme.Light, 1280),
            ("admin-cleanup", "/cleanup", 1060, ColorScheme.Light, 1280),
            ("admin-people", "/people", 520, ColorScheme.Light, 1280),
            ("admin-audit", "/audit", 620, ColorScheme.Light, 1280),
            ("admin-phone", "/periodic", 780, ColorScheme.Light, 375),
            ("admin-phone-dark", "/", 780, ColorScheme.Dark, 375),
        ];
        await demo.Site.AddUserAsync("Grace", AccountRole.Manager);
        await demo.Site.AddUserAsync("Linus", AccountRole.Operator);
        string session = await demo.Site.OpenSessionAsync(AccountRole.Administrator, "Ada");
        foreach ((string name, string path, int height, ColorScheme scheme, int width) in pictures)
        {
            await using Window window = await chromium.OpenAsync(demo.Site, session, options =>
            {
                options.ColorScheme = scheme;
                options.ViewportSize = new ViewportSize { Width = width, Height = height };
            });
            await demo.RenewAsync();
            await window.Page.GotoAsync("/admin/sign-in");
            await window.Page.GotoAsync("/admin" + path);
            await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }
}

using Downbeat.Admin.Tests.Support;
using Microsoft.Playwright;

namespace Downbeat.Admin.Tests.Journeys;

/// <summary>
/// Debian's Chromium, or the one that DOWNBEAT_TEST_CHROMIUM names. Where there is none the journeys are skipped, and with CI=true they fail.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Path => Environment.GetEnvironmentVariable("DOWNBEAT_TEST_CHROMIUM") is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Path is not { } path)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>Opens a window in which somebody with a session looks at the site.</summary>
    internal async Task<Window> OpenAsync(AdminSite site, string? session = null, Action<BrowserNewContextOptions>? configure = null)
    {
        if (_browser is null)
        {
            const string Reason = "No Chromium was found: apt-get install chromium, or name one in DOWNBEAT_TEST_CHROMIUM.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", Reason);
            Assert.Fail(Reason);
        }

        var options = new BrowserNewContextOptions { BaseURL = site.Origin, TimezoneId = "Europe/Berlin", ViewportSize = new ViewportSize { Width = 1280, Height = 900 } };
        configure?.Invoke(options);
        IBrowserContext context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        if (session is not null)
        {
            await context.AddCookiesAsync([new Cookie { Name = "downbeat-session", Value = session, Url = site.Origin }]);
        }

        return await Window.OpenAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

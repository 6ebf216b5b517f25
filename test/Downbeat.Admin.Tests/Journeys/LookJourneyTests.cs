using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Microsoft.Playwright;

namespace Downbeat.Admin.Tests.Journeys;

/// <summary>How every page looks: to axe-core, in both themes, and on narrow screens.</summary>
public sealed class LookJourneyTests(Chromium chromium, DemoSite demo) : IClassFixture<Chromium>, IClassFixture<DemoSite>
{
    // Whatever is written for people.
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    // What another theme can break.
    private static readonly AxeRunOptions Colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    [Fact]
    public async Task No_page_violates_a_rule_of_accessibility() =>
        await CheckAsync(ColorScheme.Light, Rules, [.. demo.Pages.Where(path => !IsLong(path)), "/periodic?kind=solar", "/results?state=REVOKED", "/nothing"]);

    [Fact]
    public async Task The_dark_theme_can_be_read_as_well() =>
        await CheckAsync(ColorScheme.Dark, Colours, ["/", "/periodic", $"/periodic/{demo.Tasks[0].Id}/change", $"/results/view?id={demo.FailureId}", "/workers", "/cleanup", "/nothing"]);

    [Theory]
    [InlineData(320)]
    [InlineData(2560)]
    public async Task No_page_is_wider_than_its_window(int width)
    {
        await using Window window = await chromium.OpenAsync(
            demo.Site,
            await demo.Site.OpenSessionAsync(AccountRole.Administrator),
            options => options.ViewportSize = new ViewportSize { Width = width, Height = 900 });
        var tooWide = new List<string>();
        foreach (string path in demo.Pages)
        {
            await window.Page.GotoAsync("/admin" + path);
            int needed = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (needed > width)
            {
                tooWide.Add($"{path}: {needed}");
            }
        }

        tooWide.ShouldBeEmpty();
        window.Complaints.ShouldBeEmpty();
    }

    // Fifty rows, or five hundred time zones once more, tell no more than a few and take axe long.
    private static bool IsLong(string path)
    {
        return path is "/periodic" or "/results" || path.StartsWith("/periodic?", StringComparison.Ordinal) || path.StartsWith("/periodic/add", StringComparison.Ordinal);
    }

    private async Task CheckAsync(ColorScheme scheme, AxeRunOptions rules, string[] pages)
    {
        await using Window window = await chromium.OpenAsync(
            demo.Site, await demo.Site.OpenSessionAsync(AccountRole.Administrator), options => options.ColorScheme = scheme);
        var violations = new List<string>();
        foreach (string path in pages)
        {
            await window.Page.GotoAsync("/admin" + path);
            AxeResult result = await window.Page.RunAxe(rules);
            violations.AddRange(result.Violations.Select(
                one => $"{path}: {one.Id} ({one.Help}): {string.Join(" | ", one.Nodes.Take(3).Select(node => node.Html))}"));
        }

        violations.ShouldBeEmpty();
    }
}

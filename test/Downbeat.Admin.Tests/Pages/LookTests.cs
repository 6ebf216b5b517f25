using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;

namespace Downbeat.Admin.Tests.Pages;

public sealed class LookTests(DemoSite demo) : IClassFixture<DemoSite>
{
    [Fact]
    public async Task Every_page_is_there_with_data_in_it_and_says_what_a_browser_may_do()
    {
        using Browser browser = await demo.Site.SignInAsync();
        foreach (string path in demo.Pages)
        {
            Answer answer = await browser.OpenAsync(path);

            answer.Headers["Content-Type"].ShouldStartWith("text/html", customMessage: path);
            answer.Headers["Content-Security-Policy"].ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", path);
            answer.Headers["Cache-Control"].ShouldBe("no-store", path);
            answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff", path);
            answer.Body.ShouldNotContain(" style=", customMessage: path);
            answer.Body.ShouldNotContain(" onclick=", customMessage: path);
            answer.Body.Split("<script").Length.ShouldBe(2, path);
            answer.Body.ShouldContain("<h1>", customMessage: path);
        }
    }

    [Fact]
    public async Task Every_link_of_every_page_leads_somewhere()
    {
        using Browser browser = await demo.Site.SignInAsync();
        var links = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in demo.Pages)
        {
            links.UnionWith((await browser.OpenAsync(path)).Links.Where(link => !link.StartsWith('#')));
        }

        links.ShouldAllBe(link => link.StartsWith("/admin", StringComparison.Ordinal));
        string[] gets = [.. links.Where(link => !link.Contains("/export", StringComparison.Ordinal) && !IsFormOnly(link)).OrderBy(link => link.Length).Take(150)];
        foreach (string link in gets)
        {
            Answer answer = await browser.GetAsync(link);
            answer.Status.ShouldBe(200, link);
        }
    }

    [Fact]
    public async Task The_overview_tells_how_things_stand_and_what_to_do()
    {
        await demo.RenewAsync();
        using Browser browser = await demo.Site.SignInAsync(AccountRole.Viewer);

        string text = (await browser.OpenAsync("/")).Text;

        text.ShouldContain("What fires next");
        text.ShouldContain("812 messages wait in the queue ‘mail’, which no living worker of Downbeat's consumes.");
        text.ShouldContain("5 messages could not be handled");
        text.ShouldContain("3 alive");
        text.ShouldContain("PaymentException");
    }

    [Fact]
    public async Task Style_script_and_pictures_have_their_hash_in_their_address_and_are_cached_for_ever()
    {
        using Browser browser = demo.Site.Browser();
        string[] assets = [.. (await browser.GetAsync("/sign-in")).Links.Where(link => link.Contains("/assets/", StringComparison.Ordinal))];

        assets.Length.ShouldBe(3);
        foreach (string asset in assets)
        {
            Answer answer = await browser.OpenAsync(asset);
            answer.Headers["Cache-Control"].ShouldBe("public, max-age=31536000, immutable");
            answer.Body.Length.ShouldBeInRange(200, 60_000);
        }

        (await browser.GetAsync("/assets/admin.0123456789ab.css")).Status.ShouldBe(404);
        (await browser.GetAsync("/assets/..%2f..%2fetc%2fpasswd")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_is_not_there_is_said_so_on_a_page()
    {
        using Browser browser = await demo.Site.SignInAsync();

        foreach (string path in new[] { "/nothing", $"/periodic/{Guid.NewGuid()}", "/queues/purge?queue=none", $"/people/{Guid.NewGuid()}" })
        {
            Answer answer = await browser.GetAsync(path);
            answer.Status.ShouldBe(404, path);
            answer.Text.ShouldContain("Not found");
        }
    }

    [Fact]
    public async Task Times_are_the_operators_with_UTC_beside_them()
    {
        using Browser browser = await demo.Site.SignInAsync();
        browser.SetCookie("downbeat-zone", "Asia%2FTokyo");

        Answer answer = await browser.OpenAsync($"/results/view?id={demo.FailureId}");

        answer.Text.ShouldContain("Times in Asia/Tokyo");
        answer.Body.ShouldMatch("<time datetime=\"[^\"]+Z\" title=\"[0-9: -]+ UTC\">");
    }

    [Fact]
    public async Task A_theme_is_kept_in_the_browser()
    {
        using Browser browser = await demo.Site.SignInAsync();
        (await browser.OpenAsync("/")).Body.ShouldContain("data-theme=\"auto\"");

        Answer answer = await browser.PostAsync("/theme", [("theme", "dark"), ("return", "/admin/queues")]);

        answer.Location.ShouldBe("/admin/queues");
        (await browser.OpenAsync("/")).Body.ShouldContain("data-theme=\"dark\"");
        (await browser.PostAsync("/theme", [("theme", "x"), ("return", "https://evil.example/")])).Location.ShouldBe("/admin/");
        (await browser.PostAsync("/theme", [("theme", "x"), ("return", "//evil.example/")])).Location.ShouldBe("/admin/");
    }

    private static bool IsFormOnly(string link)
    {
        string[] posts = ["/theme", "/sign-out", "/bulk", "/enable", "/results/revoke", "/results/forget", "/results/retry", "/queues/purge", "/me/tokens", "/me/password", "/me/end", "/periodic/preview"];
        return posts.Any(post => link.EndsWith(post, StringComparison.Ordinal));
    }
}

using System.Net.Http.Headers;
using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Tests.Pages;

public sealed class ProtectionTests
{
    private const string Evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    [Fact]
    public async Task Whoever_has_not_signed_in_is_led_there_and_back()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using Browser browser = site.Browser();

        Answer answer = await browser.GetAsync("/results?state=FAILURE");
        answer.Status.ShouldBe(302);
        answer.Location.ShouldBe("/admin/sign-in?return=%2Fadmin%2Fresults%3Fstate%3DFAILURE");
        Answer form = await browser.OpenAsync("/sign-in?return=%2Fadmin%2Fresults%3Fstate%3DFAILURE");

        Answer wrong = await browser.PostAsync("/sign-in", [("name", "ada"), ("password", "guess"), ("return", form.Value("return")!)]);
        wrong.Status.ShouldBe(401);
        wrong.Value("name").ShouldBe("ada");
        wrong.Body.ShouldNotContain("guess");
        Answer right = await browser.PostAsync("/sign-in", [("name", "ada"), ("password", AdminSite.Password), ("return", form.Value("return")!)]);
        right.Location.ShouldBe("/admin/results?state=FAILURE");
        (await browser.OpenAsync("/")).Text.ShouldContain("ada");
        await browser.PostAsync("/sign-out", []);
        (await browser.GetAsync("/")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task The_link_that_was_printed_makes_the_first_administrator_once()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        string link = site.Console.ToString().Split(' ')[^1].Trim();
        link.ShouldContain("/admin/first-run?token=");
        using Browser browser = site.Browser();
        Answer page = await browser.OpenAsync(new Uri(link).PathAndQuery);

        Answer different = await browser.PostAsync("/first-run", [("token", page.Value("token")!), ("name", "ada"), ("password", AdminSite.Password), ("again", "another")]);
        Answer done = await browser.PostAsync("/first-run", [("token", page.Value("token")!), ("name", "ada"), ("password", AdminSite.Password), ("again", AdminSite.Password)]);
        Answer again = await browser.PostAsync("/first-run", [("token", page.Value("token")!), ("name", "eve"), ("password", AdminSite.Password), ("again", AdminSite.Password)]);

        different.ErrorOf("again").ShouldNotBeNull();
        done.Status.ShouldBe(302);
        again.Status.ShouldBe(422);
        (await browser.OpenAsync("/people")).Text.ShouldContain("ada");
    }

    [Fact]
    public async Task Forged_replayed_and_cross_site_forms_change_nothing()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Administrator);
        PeriodicTaskEntry entry = await site.AddAsync("report");
        string path = $"/periodic/{entry.Id}/delete";

        (await browser.PostRawAsync(path, [])).Status.ShouldBe(403);
        (await browser.PostRawAsync(path, [("form-token", new string('0', 32))])).Status.ShouldBe(403);
        (await browser.PostAsync(path, [], origin: "https://evil.example")).Status.ShouldBe(403);
        (await browser.PostAsync(path, [], origin: "null")).Status.ShouldBe(403);
        using var json = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        (await browser.SendAsync(HttpMethod.Post, path, json, site.Origin)).Status.ShouldBe(403);
        (await browser.SendAsync(HttpMethod.Delete, $"/periodic/{entry.Id}", content: null, site.Origin)).Status.ShouldBeOneOf(404, 405);

        (await site.Tasks.FindAsync("report", AdminSite.Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_of_ten_megabytes_is_refused()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);

        Answer answer = await browser.PostAsync("/periodic/add", FilledIn.Periodic("big", ("description", new string('x', 10_000_000))));

        answer.Status.ShouldBe(413);
        (await site.Tasks.FindAsync("big", AdminSite.Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData(AccountRole.Viewer, false, false, false)]
    [InlineData(AccountRole.Operator, true, false, false)]
    [InlineData(AccountRole.Manager, true, true, false)]
    [InlineData(AccountRole.Administrator, true, true, true)]
    public async Task Each_role_sees_and_does_what_it_may_and_no_more(AccountRole role, bool operates, bool manages, bool administers)
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(role);
        PeriodicTaskEntry entry = await site.AddAsync("report");
        string one = $"/periodic/{entry.Id}";

        (await browser.PostAsync(one + "/run", [])).Status.ShouldBe(operates ? 302 : 403);
        (await browser.PostAsync(one + "/pause", [])).Status.ShouldBe(operates ? 302 : 403);
        (await browser.PostAsync("/periodic/bulk", [("action", "enable"), ("id", entry.Id.ToString()), ("confirmed", "yes")])).Status.ShouldBe(operates ? 302 : 403);
        (await browser.PostAsync("/results/revoke", [("id", "x")])).Status.ShouldBe(operates ? 302 : 403);
        (await browser.GetAsync("/periodic/add")).Status.ShouldBe(manages ? 200 : 403);
        (await browser.PostAsync("/periodic/add", FilledIn.Periodic("new"))).Status.ShouldBe(manages ? 302 : 403);
        (await browser.PostAsync("/periodic/bulk", [("action", "queue"), ("id", entry.Id.ToString()), ("confirmed", "yes")])).Status.ShouldBe(manages ? 302 : 403);
        (await browser.PostAsync("/cleanup", [("do", "dry")])).Status.ShouldBe(manages ? 302 : 403);
        (await browser.PostAsync("/results/bulk", [("action", "forget"), ("id", "x"), ("confirmed", "yes")])).Status.ShouldBe(manages ? 302 : 403);
        (await browser.GetAsync("/people")).Status.ShouldBe(administers ? 200 : 403);
        (await browser.GetAsync("/audit")).Status.ShouldBe(administers ? 200 : 403);
        Answer page = await browser.OpenAsync(one);
        page.Text.Contains("Run now", StringComparison.Ordinal).ShouldBe(operates);
        page.Text.Contains("Duplicate", StringComparison.Ordinal).ShouldBe(manages);
        page.Text.Contains("Audit log", StringComparison.Ordinal).ShouldBe(administers);
        (await browser.PostAsync(one + "/delete", [])).Status.ShouldBe(manages ? 302 : 403);
    }

    [Fact]
    public async Task Script_in_any_text_is_only_ever_text()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Administrator);
        PeriodicTaskEntry entry = await EvilData.AddAsync(site, Evil);
        string[] pages =
        [
            .. PageList.Of(entry, EvilData.ResultId).Where(path => !path.Contains("queue=mail", StringComparison.Ordinal)),
            $"/queues/purge?queue={Uri.EscapeDataString(Evil)}", $"/results?task={Uri.EscapeDataString(Evil)}&exception={Uri.EscapeDataString(Evil)}",
            $"/periodic?q={Uri.EscapeDataString(Evil)}&tag={Uri.EscapeDataString(Evil)}", $"/results/view?id={Uri.EscapeDataString(Evil)}", $"/audit?subject={Uri.EscapeDataString(Evil)}",
            $"/sign-in?return={Uri.EscapeDataString(Evil)}",
        ];
        foreach (string path in pages)
        {
            Answer answer = await browser.GetAsync(path);
            answer.Status.ShouldBeOneOf([200, 404], path);
            Harmless(answer, path);
        }

        Harmless(await browser.PostAsync("/periodic/add", FilledIn.Periodic(Evil, ("hour", Evil), ("args", Evil), ("kwargs", Evil), ("priority", Evil), ("timezone", Evil), ("do", "save"))), "add");
        Harmless(await browser.PostAsync("/periodic/preview", FilledIn.Periodic(Evil, ("hour", Evil), ("timezone", Evil))), "preview");
        Harmless(await browser.PostAsync("/periodic/bulk", [("action", "tag"), ("id", entry.Id.ToString()), ("value", Evil)]), "bulk");
        Harmless(await browser.PostAsync("/people/add", [("name", Evil), ("password", Evil), ("role", Evil)]), "people");
    }

    [Theory]
    [InlineData("/admin", "")]
    [InlineData("/", "")]
    [InlineData("/ops/downbeat", "")]
    [InlineData("/admin/", "/shop")]
    [InlineData("/", "/shop/internal")]
    public async Task It_works_under_any_path(string prefix, string pathBase)
    {
        await using AdminSite site = await AdminSite.StartAsync(prefix, pathBase);
        using Browser browser = await site.SignInAsync(AccountRole.Administrator);

        (await browser.PostAsync("/periodic/add", FilledIn.Periodic("here"))).Location.ShouldNotBeNull().ShouldStartWith(site.Prefix + "/periodic/");
        Answer page = await browser.OpenAsync("/periodic");

        page.Text.ShouldContain("here");
        page.Links.Where(link => !link.StartsWith('#')).ShouldAllBe(link => link.StartsWith(site.Prefix + "/", StringComparison.Ordinal));
        (await browser.OpenAsync(page.Links.Single(link => link.EndsWith(".css", StringComparison.Ordinal)))).Body.ShouldContain("--accent");
        using Browser stranger = site.Browser();
        (await stranger.GetAsync("/periodic")).Location.ShouldNotBeNull().ShouldStartWith(site.Prefix + "/sign-in?return=");
    }

    private static void Harmless(Answer answer, string where)
    {
        answer.Body.ShouldNotContain("<script>alert", customMessage: where);
        answer.Body.ShouldNotContain("<img src=x", customMessage: where);
        answer.Body.ShouldNotContain("\"'><", customMessage: where);
    }
}

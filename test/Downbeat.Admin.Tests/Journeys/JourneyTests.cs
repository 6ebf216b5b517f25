using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Microsoft.Playwright;

namespace Downbeat.Admin.Tests.Journeys;

/// <summary>Whole journeys in a real browser.</summary>
public sealed class JourneyTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task From_the_printed_link_to_a_periodic_task_that_was_run()
    {
        await using AdminSite site = await AdminSite.StartAsync(time: TimeProvider.System);
        await using Window window = await chromium.OpenAsync(site);
        IPage page = window.Page;
        await page.GotoAsync(site.Console.ToString().Split(' ')[^1].Trim());
        await page.GetByLabel("Name").FillAsync("ada");
        await page.GetByLabel("Password", new() { Exact = false }).First.FillAsync(AdminSite.Password);
        await page.GetByLabel("Once more").FillAsync(AdminSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account and sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are the administrator.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Periodic tasks", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add the first one" }).ClickAsync();
        await page.Locator("#f-name").FillAsync("nightly report");
        await page.Locator("#f-task").FillAsync("reports.build");
        await page.Locator("#f-hour").FillAsync("25");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("Not a schedule yet");
        await page.Locator("#f-hour").FillAsync("6");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("At 06:00 every day");
        await page.GetByRole(AriaRole.Button, new() { Name = "Every minute" }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("interval: 1 minute");
        await page.GetByText("Sun", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview svg.sun")).ToBeVisibleAsync();
        await page.GetByText("Crontab", new() { Exact = true }).ClickAsync();
        await page.Locator("#f-kwargs").FillAsync("{\"year\": }");
        await Assertions.Expect(page.Locator("#f-kwargs-live")).ToBeVisibleAsync();
        await page.Locator("#f-kwargs").FillAsync("{\"year\": 2026}");
        await Assertions.Expect(page.Locator("#f-kwargs-live")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("‘nightly report’ was added.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Assertions.Expect(page.Locator("#history")).ToContainTextAsync("by hand");
        (await site.Store.Fires.QueryAsync(new FireQuery(), AdminSite.Token)).Items.ShouldHaveSingleItem().Kind.ShouldBe(FireKind.Manual);
        await Assertions.Expect(page.Locator("footer")).ToContainTextAsync("Times in Europe/Berlin");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_are_selected_at_once_and_paused()
    {
        await using AdminSite site = await AdminSite.StartAsync(time: TimeProvider.System);
        for (int i = 0; i < 5; i++)
        {
            await site.AddAsync($"task {i}");
        }

        await using Window window = await chromium.OpenAsync(site, await site.OpenSessionAsync(AccountRole.Manager));
        IPage page = window.Page;
        await page.GotoAsync("/admin/periodic");
        await page.Locator("input.pick-all").CheckAsync();
        await Assertions.Expect(page.Locator("[data-count]")).ToHaveTextAsync("5");
        await page.GetByLabel("Select task 3").UncheckAsync();
        await page.GetByLabel("Action").SelectOptionAsync("disable");
        await page.GetByLabel("Reason, tag or queue").FillAsync("stocktaking");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Disable 4 periodic tasks?")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Done with 4 periodic tasks.")).ToBeVisibleAsync();

        Page<PeriodicTaskEntry> enabled = await site.Tasks.ListAsync(new PeriodicTaskQuery { Enabled = true }, AdminSite.Token);
        enabled.Items.ShouldHaveSingleItem().Name.ShouldBe("task 3");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_happens_elsewhere_appears_by_itself()
    {
        await using AdminSite site = await AdminSite.StartAsync(time: TimeProvider.System);
        PeriodicTaskEntry entry = await site.AddAsync("watched");
        await using Window window = await chromium.OpenAsync(site, await site.OpenSessionAsync(AccountRole.Viewer));
        await window.Page.GotoAsync($"/admin/periodic/{entry.Id}");
        await Assertions.Expect(window.Page.Locator("#history")).ToContainTextAsync("Nothing fired yet");

        await site.Tasks.RunNowAsync("watched", AdminSite.Token);

        await Assertions.Expect(window.Page.Locator("#history")).ToContainTextAsync("by hand", new() { Timeout = 20_000 });
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_works_with_script_switched_off()
    {
        await using AdminSite site = await AdminSite.StartAsync(time: TimeProvider.System);
        await using Window window = await chromium.OpenAsync(site, await site.OpenSessionAsync(AccountRole.Manager), options => options.JavaScriptEnabled = false);
        IPage page = window.Page;
        await page.GotoAsync("/admin/periodic/add");
        await page.Locator("#f-name").FillAsync("by hand");
        await page.Locator("#f-task").FillAsync("reports.build");
        await page.GetByText("Interval", new() { Exact = true }).ClickAsync();
        await page.Locator("#f-every").FillAsync("3");
        await page.Locator("#f-period").SelectOptionAsync("hours");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("Every 3 hours");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("‘by hand’ was added.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.GetByRole(AriaRole.Link, new() { Name = "Pause" }).ClickAsync();
        await page.GetByLabel("Why").FillAsync("because");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(page.GetByText("‘by hand’ is paused.")).ToBeVisibleAsync();
    }
}

using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Tests.Pages;

public sealed class PeriodicActionTests
{
    [Fact]
    public async Task Run_now_sends_it_and_the_history_tells()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Operator);
        PeriodicTaskEntry entry = await site.AddAsync("report");

        (await browser.PostAsync($"/periodic/{entry.Id}/run", [])).Status.ShouldBe(302);
        (await browser.PostAsync($"/periodic/{entry.Id}/run", [("with", "other"), ("args", "[7]"), ("kwargs", "{\"a\": 1}")])).Status.ShouldBe(302);
        Answer wrong = await browser.PostAsync($"/periodic/{entry.Id}/run", [("with", "other"), ("args", "{}"), ("kwargs", "{}")]);

        wrong.Status.ShouldBe(422);
        wrong.ErrorOf("args").ShouldNotBeNull().ShouldContain("a JSON array");
        Page<Fire> fires = await site.Store.Fires.QueryAsync(new FireQuery { PeriodicTaskId = entry.Id }, AdminSite.Token);
        fires.Items.Count.ShouldBe(2);
        fires.Items.ShouldAllBe(fire => fire.Kind == FireKind.Manual && fire.Outcome == FireOutcome.Published);
        Answer page = await browser.OpenAsync($"/periodic/{entry.Id}");
        page.Text.ShouldContain("by hand");
        page.Text.ShouldContain("through admin");
        (await site.Tasks.FindAsync("report", AdminSite.Token))!.Row.Args.ShouldBe("[]");
    }

    [Fact]
    public async Task It_is_paused_with_a_reason_and_enabled_again()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Operator);
        PeriodicTaskEntry entry = await site.AddAsync("report");

        await browser.PostAsync($"/periodic/{entry.Id}/pause", [("reason", "the books are closed")]);

        (await browser.OpenAsync($"/periodic/{entry.Id}")).Text.ShouldContain("Paused. the books are closed");
        (await browser.OpenAsync("/periodic?state=disabled")).Text.ShouldContain("the books are closed");
        await browser.PostAsync($"/periodic/{entry.Id}/enable", []);
        (await site.Tasks.FindAsync("report", AdminSite.Token))!.Row.Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_deleted_after_a_page_that_asks()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        PeriodicTaskEntry entry = await site.AddAsync("report");
        Answer ask = await browser.OpenAsync($"/periodic/{entry.Id}/delete");

        ask.Text.ShouldContain("Delete ‘report’?");
        (await site.Tasks.FindAsync("report", AdminSite.Token)).ShouldNotBeNull();
        await browser.PostAsync($"/periodic/{entry.Id}/delete", [("revision", ask.Value("revision")!)]);

        (await site.Tasks.FindAsync("report", AdminSite.Token)).ShouldBeNull();
        (await browser.OpenAsync("/periodic")).Text.ShouldContain("‘report’ was deleted.");
    }

    [Fact]
    public async Task What_is_done_with_many_is_confirmed_with_their_number()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        for (int i = 0; i < 60; i++)
        {
            await site.AddAsync($"mail {i:00}");
        }

        PeriodicTaskEntry other = await site.AddAsync("other");
        (string, string)[] all = [("action", "disable"), ("scope", "matching"), ("query-q", "mail"), ("value", "holiday")];
        Answer ask = await browser.PostAsync("/periodic/bulk", all);

        ask.Status.ShouldBe(200);
        ask.Text.ShouldContain("Disable 60 periodic tasks?");
        ask.Text.ShouldContain("and 48 more");
        Answer done = await browser.PostAsync("/periodic/bulk", [.. all, ("confirmed", "yes"), ("expected", "60")]);
        done.Status.ShouldBe(302);
        (await browser.OpenAsync("/periodic")).Text.ShouldContain("Done with 60 periodic tasks.");
        (await site.Tasks.FindAsync("mail 07", AdminSite.Token))!.Row.DisabledReason.ShouldBe("holiday");
        (await site.Tasks.FindAsync("other", AdminSite.Token))!.Row.Enabled.ShouldBeTrue();

        await browser.PostAsync("/periodic/bulk", [("action", "tag"), ("id", other.Id.ToString()), ("value", "kept"), ("confirmed", "yes")]);
        (await browser.OpenAsync("/periodic?tag=kept")).Text.ShouldContain("other");
        (await browser.PostAsync("/periodic/bulk", [("action", "enable")])).Status.ShouldBe(302);
        (await browser.OpenAsync("/periodic")).Text.ShouldContain("Nothing was selected.");
    }

    [Fact]
    public async Task Others_that_came_meanwhile_are_not_touched_by_what_was_confirmed_before()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        await site.AddAsync("a");
        await site.AddAsync("b");

        Answer answer = await browser.PostAsync("/periodic/bulk", [("action", "delete"), ("scope", "matching"), ("confirmed", "yes"), ("expected", "1")]);

        answer.Status.ShouldBe(400);
        (await site.Tasks.ListAsync(cancellationToken: AdminSite.Token)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_list_is_searched_filtered_sorted_and_paged_in_its_address()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Viewer);
        for (int i = 0; i < 55; i++)
        {
            await site.AddAsync($"task {i:00}", $"interval: {100 - i} minutes");
        }

        await site.AddAsync("sun", "solar: sunset 52.5 13.4", task => task with { Queue = "city" });

        Answer first = await browser.OpenAsync("/periodic");
        string next = first.Links.Single(link => link.Contains("after=", StringComparison.Ordinal));
        Answer second = await browser.OpenAsync(next);
        first.Text.ShouldContain("sun");
        first.Text.ShouldNotContain("task 54");
        second.Text.ShouldContain("task 54");
        second.Links.ShouldContain("/admin/periodic");
        (await browser.OpenAsync("/periodic?kind=solar")).Text.ShouldNotContain("task 01");
        (await browser.OpenAsync("/periodic?q=TASK+07")).Text.ShouldContain("task 07");
        (await browser.OpenAsync("/periodic?queue=city")).Text.ShouldContain("sun");
        string byNext = (await browser.OpenAsync("/periodic?sort=next")).Text;
        byNext.IndexOf("task 54", StringComparison.Ordinal).ShouldBeLessThan(byNext.IndexOf("task 53", StringComparison.Ordinal));
        (await browser.GetAsync("/periodic?sort=next&after=made-up")).Status.ShouldBe(400);
    }
}

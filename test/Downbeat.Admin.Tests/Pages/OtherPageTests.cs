using Downbeat.Accounts;
using Downbeat.Admin.Tests.Support;
using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.Brokers;
using Downbeat.ResultBackends;

namespace Downbeat.Admin.Tests.Pages;

public sealed class OtherPageTests
{
    [Fact]
    public async Task A_result_is_run_again_with_other_arguments_revoked_and_forgotten()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        await AddFailureAsync(site, "one");

        Answer page = await browser.OpenAsync("/results/view?id=one");
        page.Text.ShouldContain("ValueError");
        page.Text.ShouldContain("line 7");
        page.Body.ShouldNotContain("hunter2");
        Answer again = await browser.PostAsync("/results/retry", [("id", "one"), ("with", "other"), ("args", "[5]"), ("kwargs", "{}"), ("queue", "slow")]);
        again.Location.ShouldNotBeNull().ShouldStartWith("/admin/results/view?id=");
        (await site.Get<IBroker>().Queues.ListAsync(AdminSite.Token)).Single(queue => queue.Name == "slow").Ready.ShouldBe(1);
        (await browser.PostAsync("/results/retry", [("id", "one"), ("with", "other"), ("args", "5"), ("kwargs", "{}")])).ErrorOf("args").ShouldNotBeNull();

        await browser.PostAsync("/results/revoke", [("id", "two"), ("reason", "not today")]);
        (await browser.OpenAsync("/results/view?id=two")).Text.ShouldContain("Revoked: not today");
        await browser.PostAsync("/results/forget", [("id", "one")]);
        (await site.Get<IResultBackend>().GetAsync("one", AdminSite.Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Results_are_filtered_retried_together_and_exported()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        await AddFailureAsync(site, "one");
        await AddFailureAsync(site, "two");
        await site.Get<IResultBackend>().StoreAsync([new TaskResult { Id = "three", State = TaskState.Success, Name = "mail.send", DoneAt = AdminSite.Noon }], AdminSite.Token);

        (await browser.OpenAsync("/results?task=mail.send")).Text.ShouldNotContain("ValueError");
        (await browser.OpenAsync("/results?exception=year")).Text.ShouldContain("ValueError");
        (await browser.OpenAsync("/results?exception=nothing")).Text.ShouldContain("Nothing matches");
        (await browser.GetAsync("/results?id=one")).Location.ShouldBe("/admin/results/view?id=one");
        (await browser.PostAsync("/results/bulk", [("action", "retry"), ("scope", "matching"), ("query-state", "FAILURE")])).Text.ShouldContain("Run everything that matches again?");
        await browser.PostAsync("/results/bulk", [("action", "retry"), ("scope", "matching"), ("query-state", "FAILURE"), ("confirmed", "yes")]);
        (await browser.OpenAsync("/results")).Text.ShouldContain("2 tasks were sent again.");
        Answer csv = await browser.GetAsync("/results/export?format=csv&state=FAILURE");
        csv.Headers["Content-Type"].ShouldStartWith("text/csv");
        csv.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        csv.Body.ShouldNotContain("hunter2");
        (await browser.GetAsync("/results/export?format=jsonl")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_queue_is_purged_only_when_its_name_is_typed()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        await site.Get<ITaskClient>().SendAllAsync([.. Enumerable.Range(0, 5).Select(i => Signature.Create("t", [i]).OnQueue("mail"))], AdminSite.Token);

        Answer wrong = await browser.PostAsync("/queues/purge", [("queue", "mail"), ("typed", "mial")]);
        wrong.Status.ShouldBe(422);
        wrong.Text.ShouldContain("5 messages will be deleted");
        wrong.ErrorOf("typed").ShouldBe("That is not the queue's name. Nothing was deleted.");
        (await browser.PostAsync("/queues/purge", [("queue", "mail"), ("typed", "mail")])).Status.ShouldBe(302);

        (await browser.OpenAsync("/queues")).Text.ShouldContain("5 messages were deleted.");
    }

    [Fact]
    public async Task Dead_letters_are_put_back_or_discarded()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        string[] ids = await AddDeadLettersAsync(site, 3);

        Answer list = await browser.OpenAsync("/dead-letters");
        list.Text.ShouldContain("unknown task");
        list.Body.ShouldNotContain("hunter2");
        await browser.PostAsync("/dead-letters", [("action", "requeue"), ("id", ids[0])]);
        (await browser.OpenAsync("/dead-letters")).Text.ShouldContain("1 message was put back on its queue.");
        (await browser.PostAsync("/dead-letters", [("action", "discard"), ("scope", "matching")])).Text.ShouldContain("Discard all that match?");
        await browser.PostAsync("/dead-letters", [("action", "discard"), ("scope", "matching"), ("confirmed", "yes")]);
        (await browser.OpenAsync("/dead-letters")).Text.ShouldContain("Nothing is dead");
    }

    [Fact]
    public async Task The_cleanup_is_tried_and_started_and_tells_what_it_did()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Manager);
        await AddFailureAsync(site, "old");
        site.Clock.Advance(TimeSpan.FromDays(3));

        (await browser.PostAsync("/cleanup", [("do", "dry")])).Status.ShouldBe(302);
        await site.Get<CleanupOperations>().WaitAsync(AdminSite.Token);
        Answer tried = await browser.OpenAsync("/cleanup");
        tried.Text.ShouldContain("dry run");
        (await site.Get<IResultBackend>().GetAsync("old", AdminSite.Token)).ShouldNotBeNull();
        (await browser.PostAsync("/cleanup", [("do", "run")])).Status.ShouldBe(302);
        await site.Get<CleanupOperations>().WaitAsync(AdminSite.Token);

        (await site.Get<IResultBackend>().GetAsync("old", AdminSite.Token)).ShouldBeNull();
        (await browser.OpenAsync("/cleanup")).Text.ShouldContain("1 results 1 failure");
    }

    [Fact]
    public async Task People_are_added_changed_and_deleted_and_the_log_keeps_it()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Administrator);

        (await browser.PostAsync("/people/add", [("name", "grace"), ("password", "short"), ("role", "operator")])).ErrorOf("password").ShouldNotBeNull();
        Answer added = await browser.PostAsync("/people/add", [("name", "grace"), ("password", AdminSite.Password), ("role", "operator")]);
        string path = added.Location.ShouldNotBeNull();
        Answer person = await browser.OpenAsync(path);
        await browser.PostAsync(path, [("name", "grace"), ("role", "manager"), ("active", "on"), ("revision", person.Value("revision")!)]);
        (await browser.OpenAsync("/people")).Text.ShouldContain("grace Manager");
        (await browser.PostAsync(path + "/delete", [("typed", "someone")])).ErrorOf("typed").ShouldNotBeNull();
        await browser.PostAsync(path + "/delete", [("typed", "grace")]);

        (await browser.OpenAsync("/people")).Text.ShouldNotContain("grace Manager");
        string log = (await browser.OpenAsync("/audit")).Text;
        log.ShouldContain("user deleted : grace");
        log.ShouldContain("role operator manager");
    }

    [Fact]
    public async Task A_token_is_shown_once_and_works_until_it_is_deleted()
    {
        await using AdminSite site = await AdminSite.StartAsync();
        using Browser browser = await site.SignInAsync(AccountRole.Operator);

        Answer made = await browser.PostAsync("/me/tokens", [("token-name", "deploy"), ("role", "viewer"), ("days", "30")]);
        string secret = System.Text.RegularExpressions.Regex.Match(made.Body, "dbt_[A-Za-z0-9_-]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)).Value;
        secret.ShouldNotBeEmpty();
        Answer later = await browser.OpenAsync("/me");
        later.Body.ShouldNotContain(secret);
        later.Text.ShouldContain("deploy");
        (await browser.PostAsync("/me/tokens", [("token-name", "more"), ("role", "administrator"), ("days", "")])).ErrorOf("token-name").ShouldBeNull();
        (await browser.PostAsync("/me/password", [("current", "wrong"), ("password", "another long password")])).Status.ShouldBe(422);
    }

    [Fact]
    public async Task When_a_place_is_away_the_overview_says_so_and_shows_the_rest()
    {
        await using AdminSite site = await AdminSite.StartAsync(configure: services => AwayBackend.Use(services));
        using Browser browser = await site.SignInAsync(AccountRole.Viewer);
        await site.AddAsync("still there");

        Answer overview = await browser.OpenAsync("/");
        overview.Text.ShouldContain("Not available right now");
        overview.Text.ShouldContain("still there");
        overview.Body.ShouldNotContain("hunter2");
        Answer results = await browser.GetAsync("/results");
        results.Status.ShouldBe(503);
        results.Headers["Retry-After"].ShouldBe("5");
        results.Text.ShouldContain("Not available right now");
    }

    private static async Task AddFailureAsync(AdminSite site, string id)
    {
        await site.Get<IResultBackend>().StoreAsync(
            [
                new TaskResult
                {
                    Id = id, State = TaskState.Failure, Name = "reports.build", Args = "[2026]"u8.ToArray(), Kwargs = """{"password": "hunter2"}"""u8.ToArray(), Queue = "celery",
                    DoneAt = AdminSite.Noon, StartedAt = AdminSite.Noon.AddSeconds(-2),
                    Exception = new Serialization.ExceptionInfo
                    {
                        Type = "ValueError", Args = [System.Text.Json.JsonSerializer.SerializeToElement("no such year")], Traceback = "File \"reports.py\", line 7\nredis://:hunter2@cache/0",
                    },
                },
            ],
            AdminSite.Token);
    }

    private static async Task<string[]> AddDeadLettersAsync(AdminSite site, int count)
    {
        await site.Get<ITaskClient>().SendAllAsync(
            [.. Enumerable.Range(0, count).Select(i => Signature.Create("t", [i], new Dictionary<string, object?>(StringComparer.Ordinal) { ["token"] = "hunter2" }).OnQueue("mail"))], AdminSite.Token);
        await using IBrokerConsumer consumer = await site.Get<IBroker>().ConsumeAsync(new ConsumerOptions { Queues = ["mail"], WorkerName = "w" }, AdminSite.Token);
        IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(count, AdminSite.Token);
        await consumer.SettleAsync([.. deliveries.Select(delivery => Settlement.DeadLetter(delivery, "unknown task 't'"))], enlisted: null, AdminSite.Token);
        return [.. deliveries.Select(delivery => delivery.Message.Headers.Id)];
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations;
using Downbeat.AspNetCore.Tests.Support;

namespace Downbeat.AspNetCore.Tests.Access;

public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_signs_in_is_known_until_signing_out()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("Ada", AccountRole.Operator);

        using HttpClient ada = await site.SignInAsync("ada");
        JsonNode session = await ada.GetAsync("/api/v1/session", Token).DoneAsync();
        await ada.DeleteAsync("/api/v1/session", Token).DoneAsync(HttpStatusCode.NoContent);

        session["name"]!.GetValue<string>().ShouldBe("Ada");
        session["role"]!.GetValue<string>().ShouldBe("operator");
        session["may"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe(["view", "operate"]);
        await ada.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task The_cookie_is_for_no_script_and_no_other_site_and_the_store_does_not_know_its_secret()
    {
        await using Site site = await Site.StartAsync();
        User user = await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient browser = site.Browser();

        HttpResponseMessage answer = await browser.PostAsJsonAsync("/api/v1/session", new { name = "ada", password = Site.Password }, Token);

        string cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        string secret = cookie.Split(';')[0].Split('=')[1];
        Credential session = (await site.Get<Tokens>().ListAsync(user.Id, Token)).ShouldHaveSingleItem();
        session.SecretHash.ShouldNotContain(secret);
        session.SecretHash.ShouldBe(Secrets.Hash(secret));
    }

    [Theory]
    [InlineData("ada", "wrong horse battery")]
    [InlineData("nobody", Site.Password)]
    [InlineData("", Site.Password)]
    public async Task A_wrong_password_and_a_wrong_name_are_told_apart_for_nobody(string name, string password)
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient browser = site.Browser();

        await browser.PostAsJsonAsync("/api/v1/session", new { name, password }, Token).RefusedAsync(HttpStatusCode.Unauthorized, "wrong-password");
    }

    [Fact]
    public async Task Many_wrong_passwords_lock_an_account_for_a_while_and_somebody_can_read_of_it()
    {
        await using Site site = await Site.StartAsync();
        User user = await site.AddUserAsync("ada", AccountRole.Viewer);
        SignIns signIns = site.Get<SignIns>();

        User?[] tries = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => signIns.VerifyAsync("ada", $"guess number {i}", Token)));
        User? locked = await signIns.VerifyAsync("ada", Site.Password, Token);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        User? free = await signIns.VerifyAsync("ada", Site.Password, Token);

        tries.ShouldAllBe(one => one == null);
        locked.ShouldBeNull();
        free.ShouldNotBeNull().FailedSignIns.ShouldBe(0);
        IReadOnlyList<AuditEntry> entries = (await site.Get<AuditTrail>().QueryAsync(new AuditQuery { Subject = Subjects.User(user.Id) }, Token)).Items;
        entries.ShouldContain(entry => entry.Action == "account locked");
    }

    [Fact]
    public async Task No_more_guesses_are_judged_at_once_than_one_after_the_other()
    {
        await using Site site = await Site.StartAsync();
        User user = await site.AddUserAsync("ada", AccountRole.Viewer);
        SignIns signIns = site.Get<SignIns>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => signIns.VerifyAsync("ada", $"guess number {i}", Token), Token)));

        (await site.Get<People>().GetAsync(user.Id, Token)).FailedSignIns.ShouldBe(5);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_at_last_however_much_it_is()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient idle = await site.SignInAsync("ada");
        using HttpClient busy = await site.SignInAsync("ada");

        for (int day = 0; day < 29; day++)
        {
            site.Clock.Advance(TimeSpan.FromDays(1));
            await busy.GetAsync("/api/v1/session", Token).DoneAsync();
        }

        await idle.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        site.Clock.Advance(TimeSpan.FromDays(1));
        await busy.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task A_new_password_and_a_closed_account_end_all_sessions()
    {
        await using Site site = await Site.StartAsync();
        var root = new Actor("root", "cli");
        User ada = await site.AddUserAsync("ada", AccountRole.Viewer);
        User bob = await site.AddUserAsync("bob", AccountRole.Viewer);
        using HttpClient adas = await site.SignInAsync("ada");
        using HttpClient bobs = await site.SignInAsync("bob");

        await site.Get<People>().SetPasswordAsync(root, ada.Id, "another good password", Token);
        await site.Get<People>().ChangeAsync(root, bob.Id, name: null, role: null, isActive: false, expectedRevision: null, Token);

        await adas.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        await bobs.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        using HttpClient again = await site.SignInAsync("ada", "another good password");
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_at_once()
    {
        await using Site site = await Site.StartAsync();
        User user = await site.AddUserAsync("ada", AccountRole.Manager);
        using HttpClient ada = await site.SignInAsync("ada");

        await site.Get<People>().ChangeAsync(new Actor("root", "cli"), user.Id, name: null, AccountRole.Viewer, isActive: null, expectedRevision: null, Token);

        (await ada.GetAsync("/api/v1/session", Token).DoneAsync())["role"]!.GetValue<string>().ShouldBe("viewer");
    }

    [Fact]
    public async Task Tokens_can_do_no_more_than_they_were_made_for_and_expire()
    {
        await using Site site = await Site.StartAsync();
        User user = await site.AddUserAsync("ada", AccountRole.Manager);
        var actor = new Actor("ada", "api") { UserId = user.Id, Role = AccountRole.Manager };
        (Credential _, string secret) = await site.Get<Tokens>().AddAsync(actor, "ci", AccountRole.Viewer, TimeSpan.FromDays(1), Token);
        using HttpClient program = site.Program(secret);

        secret.ShouldStartWith("dbt_");
        (await program.GetAsync("/api/v1/session", Token).DoneAsync())["may"]!.AsArray().Count.ShouldBe(1);
        site.Clock.Advance(TimeSpan.FromDays(1));
        await program.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        await Should.ThrowAsync<InvalidValueException>(() => site.Get<Tokens>().AddAsync(actor, "ci", AccountRole.Administrator, null, Token));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaa")]
    [InlineData("ada lovelace 1815")]
    public async Task Passwords_that_are_easy_to_guess_are_refused_and_not_repeated(string password)
    {
        await using Site site = await Site.StartAsync();

        InvalidValueException refusal = await Should.ThrowAsync<InvalidValueException>(
            () => site.Get<People>().AddAsync(new Actor("root", "cli"), "ada", password, AccountRole.Viewer, Token));

        refusal.Field.ShouldBe("password");
        refusal.Message.ShouldNotContain(password);
    }
}

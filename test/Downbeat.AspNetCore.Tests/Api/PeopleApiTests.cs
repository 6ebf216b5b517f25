using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Tests.Support;

namespace Downbeat.AspNetCore.Tests.Api;

public sealed class PeopleApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_adds_changes_and_deletes_people()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient root = await site.ProgramAsync(AccountRole.Administrator);

        HttpResponseMessage added = await root.PostAsJsonAsync("/api/v1/users", new { name = "ada", password = Site.Password, role = "manager" }, Token);
        string address = added.Headers.Location!.OriginalString;
        JsonNode changed = await root.PatchAsJsonAsync(address, new { role = "viewer", active = false }, Token).DoneAsync();
        await root.PostAsJsonAsync("/api/v1/users", new { name = "ADA", password = Site.Password }, Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        await root.DeleteAsync(address, Token).DoneAsync(HttpStatusCode.NoContent);
        JsonNode audit = await root.GetAsync("/api/v1/audit?take=3", Token).DoneAsync();

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        changed["role"]!.GetValue<string>().ShouldBe("viewer");
        changed["active"]!.GetValue<bool>().ShouldBeFalse();
        audit["items"]!.AsArray().Select(one => one!["action"]!.GetValue<string>()).ShouldBe(["user deleted", "user changed", "user added"]);
        audit["items"]![1]!["before"]!["role"]!.GetValue<string>().ShouldBe("manager");
        audit.ToJsonString().ShouldNotContain(Site.Password);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using Site site = await Site.StartAsync();
        User user = await site.AddUserAsync("root", AccountRole.Administrator);
        using HttpClient root = await site.SignInAsync("root");

        await root.DeleteAsync($"/api/v1/users/{user.Id}", Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        await root.PatchAsJsonAsync($"/api/v1/users/{user.Id}", new { role = "manager" }, Token).RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Fact]
    public async Task Somebody_makes_a_token_sees_its_secret_once_and_deletes_it()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Operator);
        using HttpClient ada = await site.SignInAsync("ada");

        JsonNode made = await ada.PostAsJsonAsync("/api/v1/session/tokens", new { name = "ci", role = "viewer", days = 30 }, Token).DoneAsync(HttpStatusCode.Created);
        using HttpClient program = site.Program(made["secret"]!.GetValue<string>());
        (await program.GetAsync("/api/v1/session", Token).DoneAsync())["role"]!.GetValue<string>().ShouldBe("viewer");
        await program.PostAsJsonAsync("/api/v1/session/tokens", new { name = "more" }, Token).RefusedAsync(HttpStatusCode.Forbidden, "forbidden");
        string list = await ada.GetStringAsync("/api/v1/session/credentials", Token);
        await ada.DeleteAsync($"/api/v1/session/credentials/{made["token"]!["id"]}", Token).DoneAsync(HttpStatusCode.NoContent);

        list.ShouldNotContain(made["secret"]!.GetValue<string>());
        JsonNode.Parse(list)!["items"]!.AsArray().Select(one => one!["kind"]!.GetValue<string>()).ShouldBe(["token", "session"], ignoreOrder: true);
        JsonNode.Parse(list)!["items"]!.AsArray().Count(one => one!["current"]!.GetValue<bool>()).ShouldBe(1);
        await program.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task One_persons_session_is_nobody_elses_to_end()
    {
        await using Site site = await Site.StartAsync();
        User ada = await site.AddUserAsync("ada", AccountRole.Manager);
        await site.AddUserAsync("bob", AccountRole.Manager);
        using HttpClient adas = await site.SignInAsync("ada");
        using HttpClient bobs = await site.SignInAsync("bob");
        Credential session = (await site.Get<AspNetCore.Operations.Tokens>().ListAsync(ada.Id, Token)).ShouldHaveSingleItem();

        await bobs.DeleteAsync($"/api/v1/session/credentials/{session.Id}", Token).RefusedAsync(HttpStatusCode.NotFound, "not-found");

        await adas.GetAsync("/api/v1/session", Token).DoneAsync();
    }

    [Fact]
    public async Task An_own_password_is_changed_by_whoever_knows_the_current_one()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient ada = await site.SignInAsync("ada");

        await ada.PostAsJsonAsync("/api/v1/session/password", new { password = "another good password", current = "guess" }, Token)
            .RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
        await ada.PostAsJsonAsync("/api/v1/session/password", new { password = "another good password", current = Site.Password }, Token)
            .DoneAsync(HttpStatusCode.NoContent);

        await ada.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        using HttpClient again = await site.SignInAsync("ada", "another good password");
    }
}

using System.Net;
using System.Net.Http.Json;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations;
using Downbeat.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Tests.Access;

public sealed class FirstRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_is_printed_while_nobody_could_sign_in_and_makes_one_administrator()
    {
        await using Site site = await Site.StartAsync(map: MapPage);
        string link = site.Console.ToString().Trim().Split(' ')[^1];
        string token = new Uri(link).Query["?token=".Length..];
        using HttpClient browser = site.Browser();

        link.ShouldStartWith($"{site.Origin}/ops/welcome?token=");
        await browser.PostAsJsonAsync("/api/v1/first-run", new { token, name = "root", password = Site.Password }, Token).DoneAsync(HttpStatusCode.NoContent);
        (await browser.GetAsync("/api/v1/session", Token).DoneAsync())["role"]!.GetValue<string>().ShouldBe("administrator");
        await site.Browser().PostAsJsonAsync("/api/v1/first-run", new { token, name = "second", password = Site.Password }, Token)
            .RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Fact]
    public async Task Without_the_token_nobody_becomes_administrator()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient browser = site.Browser();

        await browser.PostAsJsonAsync("/api/v1/first-run", new { token = "guess", name = "root", password = Site.Password }, Token)
            .RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");

        (await site.Get<People>().FindAsync("root", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_printed_once_there_is_somebody()
    {
        string store = $"memory://{Guid.NewGuid():N}";
        await using Site first = await Site.StartAsync(store: store);
        await first.AddUserAsync("ada", AccountRole.Administrator);
        await using Site second = await Site.StartAsync(store: store, map: MapPage);

        first.Console.ToString().ShouldContain("createsuperuser");
        second.Console.ToString().ShouldBeEmpty();
        (await second.Get<FirstRun>().IsNeededAsync(Token)).ShouldBeFalse();
    }

    private static void MapPage(WebApplication app)
    {
        app.MapDownbeatApi();
        app.MapGroup("/ops").MapMount("", new Mount("admin", Problem.WriteAsync))
            .MapGet("/welcome", () => Results.Ok()).AllowAnonymous().AsPage(PageKind.FirstRun);
    }
}

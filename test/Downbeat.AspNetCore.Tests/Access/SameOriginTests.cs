using System.Net;
using System.Net.Http.Json;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Downbeat.AspNetCore.Access;

namespace Downbeat.AspNetCore.Tests.Access;

public sealed class SameOriginTests
{
    private static readonly object Anybody = new { name = "ada", password = Site.Password };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData(null, null)]
    public async Task A_write_from_elsewhere_is_refused(string? header, string? value)
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient browser = site.Browser();
        browser.DefaultRequestHeaders.Remove("Origin");
        if (header is not null)
        {
            browser.DefaultRequestHeaders.Add(header, value);
        }

        await browser.PostAsJsonAsync("/api/v1/session", Anybody, Token).RefusedAsync(HttpStatusCode.Forbidden, "cross-site");
        (await browser.DeleteAsync("/api/v1/session", Token)).StatusCode.ShouldNotBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_the_browser_itself_says_counts_more_than_a_host_that_a_proxy_changed()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient browser = site.Browser("https://ops.example.com");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");

        await browser.PostAsJsonAsync("/api/v1/session", Anybody, Token).DoneAsync(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Origins_that_are_trusted_may_write()
    {
        await using Site site = await Site.StartAsync(builder =>
            builder.Services.Configure<DownbeatAccessOptions>(options => options.TrustedOrigins.Add("https://ops.example.com")));
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient browser = site.Browser("https://ops.example.com");

        await browser.PostAsJsonAsync("/api/v1/session", Anybody, Token).DoneAsync(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_session_does_not_serve_a_forged_write()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("ada", AccountRole.Viewer);
        using HttpClient ada = await site.SignInAsync("ada");
        ada.DefaultRequestHeaders.Remove("Origin");
        ada.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        await ada.DeleteAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Forbidden, "cross-site");
        await ada.GetAsync("/api/v1/session", Token).DoneAsync();
    }
}

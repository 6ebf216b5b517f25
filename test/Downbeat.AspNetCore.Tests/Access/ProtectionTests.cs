using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Tests.Support;
using Downbeat.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Tests.Access;

public sealed class ProtectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_answered_to_whoever_has_not_signed_in()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient browser = site.Browser();
        using HttpClient forger = site.Program("dbt_forged");

        await browser.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        await forger.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task Outside_of_development_it_does_not_start_when_nothing_protects_it()
    {
        InvalidValueException refusal = await Should.ThrowAsync<InvalidValueException>(() => Site.StartAsync(WithoutAccounts));

        refusal.Message.ShouldContain("RequireAuthorization");
        refusal.Message.ShouldContain(DownbeatPolicies.View);
    }

    [Fact]
    public async Task While_developing_only_requests_from_this_machine_are_answered()
    {
        await using Site site = await Site.StartAsync(WithoutAccounts, environment: "Development");
        using HttpClient here = site.Program();
        using HttpClient behindProxy = site.Program();
        behindProxy.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");

        using HttpClient renamed = site.Program();
        renamed.DefaultRequestHeaders.Host = "evil.example";

        await renamed.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Forbidden, "unprotected");
        (await here.GetAsync("/api/v1/session", Token).DoneAsync())["name"]!.GetValue<string>().ShouldBe("developer");
        await behindProxy.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Forbidden, "unprotected");
    }

    [Fact]
    public async Task What_an_application_demands_of_the_endpoints_decides_alone()
    {
        await using Site site = await Site.StartAsync(WithOwnAuthentication, MapAndDemand);
        using HttpClient browser = site.Browser();

        (await browser.GetAsync("/api/v1/session", Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await browser.GetAsync("/sign-in?role=operations", Token);
        (await browser.GetAsync("/api/v1/session", Token).DoneAsync())["may"]!.AsArray().Count.ShouldBe(4);
        await browser.PostAsJsonAsync("/api/v1/session", new { name = "ada", password = Site.Password }, Token).RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Somebody_whom_the_application_does_not_let_in_is_not_let_in()
    {
        await using Site site = await Site.StartAsync(WithOwnAuthentication, MapAndDemand);
        using HttpClient browser = site.Browser();

        await browser.GetAsync("/sign-in?role=guest", Token);

        await browser.GetAsync("/api/v1/session", Token).RefusedAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Policies_of_the_applications_own_decide_and_stand_in_for_those_it_leaves_out()
    {
        await using Site site = await Site.StartAsync(
            builder =>
            {
                WithOwnAuthentication(builder);
                builder.Services.AddAuthorizationBuilder()
                    .AddPolicy(DownbeatPolicies.View, policy => policy.RequireAuthenticatedUser())
                    .AddPolicy(DownbeatPolicies.Manage, policy => policy.RequireRole("operations"));
            },
            Map);
        using HttpClient guest = site.Browser();
        using HttpClient operations = site.Browser();

        await guest.GetAsync("/sign-in?role=guest", Token);
        await operations.GetAsync("/sign-in?role=operations", Token);

        (await guest.GetAsync("/api/v1/session", Token).DoneAsync())["may"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe(["view"]);
        (await operations.GetAsync("/api/v1/session", Token).DoneAsync())["may"]!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_applications_only_scheme_stays_its_default()
    {
        await using Site site = await Site.StartAsync(WithOwnAuthentication, Map);
        using HttpClient browser = site.Browser();

        await browser.GetAsync("/sign-in?role=guest", Token);

        (await browser.GetStringAsync("/who", Token)).ShouldBe("guest");
    }

    [Fact]
    public async Task A_session_of_downbeat_says_nothing_to_the_rest_of_the_application()
    {
        await using Site site = await Site.StartAsync(map: app =>
        {
            app.MapDownbeatApi();
            app.MapGet("/who", (HttpContext context) => context.User.Identity?.Name ?? "nobody");
        });
        await site.AddUserAsync("ada", AccountRole.Administrator);
        using HttpClient ada = await site.SignInAsync("ada");

        (await ada.GetStringAsync("/who", Token)).ShouldBe("nobody");
    }

    [Fact]
    public async Task Pages_lead_to_the_sign_in_and_back()
    {
        await using Site site = await Site.StartAsync(map: app =>
        {
            var group = app.MapGroup("/ops").MapMount("/admin", new Mount("admin", Problem.WriteAsync));
            group.MapGet("/sign-in", () => "sign in").AllowAnonymous().AsPage(PageKind.SignIn);
            group.MapGet("/tasks", () => "tasks").RequireAuthorization(DownbeatPolicies.View);
        });
        using HttpClient browser = site.Browser();

        HttpResponseMessage answer = await browser.GetAsync("/ops/admin/tasks?page=2", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/ops/admin/sign-in?return=%2Fops%2Fadmin%2Ftasks%3Fpage%3D2");
    }

    private static void WithoutAccounts(WebApplicationBuilder builder)
    {
        // As where the store's technology keeps none.
        builder.Services.AddSingleton(services => new AccountSet(
            services, Options.Create(new DownbeatOptions()), services.GetRequiredService<Technologies>()));
    }

    private static void WithOwnAuthentication(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddCookie(CookieAuthenticationDefaults.AuthenticationScheme);
        builder.Services.AddAuthorizationBuilder().AddPolicy("operations", policy => policy.RequireRole("operations"));
    }

    private static void MapAndDemand(WebApplication app)
    {
        app.MapDownbeatApi().RequireAuthorization("operations");
        MapSignIn(app);
    }

    private static void Map(WebApplication app)
    {
        app.MapDownbeatApi();
        MapSignIn(app);
    }

    private static void MapSignIn(WebApplication app)
    {
        app.MapGet("/sign-in", (HttpContext context, string role) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, role), new Claim(ClaimTypes.Role, role)], "own"))));
        app.MapGet("/who", (HttpContext context) => context.User.Identity?.Name ?? "nobody");
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations;
using Downbeat.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Downbeat.AspNetCore.Tests.Support;

/// <summary>A web application with Downbeat in it, on a real port, with a clock that a test moves.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private readonly WebApplication _app;

    private Site(WebApplication app, FakeTimeProvider clock, StringWriter console)
    {
        _app = app;
        Clock = clock;
        Console = console;
    }

    public FakeTimeProvider Clock { get; }

    public StringWriter Console { get; }

    public Uri Address => new(_app.Urls.First());

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Site> StartAsync(
        Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null, string store = "memory://", string environment = "Production")
    {
        (WebApplication app, FakeTimeProvider clock, StringWriter console) = Build(configure, map, store, environment);
        await app.StartAsync(Token);
        return new Site(app, clock, console);
    }

    public static (WebApplication App, FakeTimeProvider Clock, StringWriter Console) Build(
        Action<WebApplicationBuilder>? configure, Action<WebApplication>? map, string store, string environment)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var console = new StringWriter(CultureInfo.InvariantCulture);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new FirstRunConsole { Output = console });
        builder.Services.AddDownbeat(downbeat => downbeat.AddSqlite());
        builder.Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = store);
        builder.Services.AddDownbeatAccess(options => options.PasswordIterations = 100_000);
        configure?.Invoke(builder);
        WebApplication app = builder.Build();
        (map ?? (site => site.MapDownbeatApi()))(app);
        return (app, clock, console);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A browser without a session: it keeps cookies, and says where its requests come from.</summary>
    public HttpClient Browser(string? origin = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Origin", origin ?? Origin);
        return client;
    }

    /// <summary>A program: no cookies, no origin.</summary>
    public HttpClient Program(string? token = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<User> AddUserAsync(string name, AccountRole role)
    {
        return Get<People>().AddAsync(new Actor("test", "cli"), name, Password, role, Token);
    }

    /// <summary>A program with a token of a new user with this role.</summary>
    public async Task<HttpClient> ProgramAsync(AccountRole role)
    {
        User user = await AddUserAsync($"{role} {Guid.NewGuid():N}", role);
        var actor = new Actor(user.Name, "api") { UserId = user.Id, Role = role };
        (Credential _, string secret) = await Get<Tokens>().AddAsync(actor, "test", role, lifetime: null, Token);
        return Program(secret);
    }

    /// <summary>A browser that signed in.</summary>
    public async Task<HttpClient> SignInAsync(string name, string password = Password)
    {
        HttpClient browser = Browser();
        HttpResponseMessage answer = await browser.PostAsJsonAsync("/api/v1/session", new { name, password }, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Console.DisposeAsync();
    }
}

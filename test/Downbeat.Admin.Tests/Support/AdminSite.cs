using System.Globalization;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Downbeat.Admin.Tests.Support;

/// <summary>A web application with the admin site in it, on a real port.</summary>
internal sealed class AdminSite : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private static int _count;
    private readonly WebApplication _app;

    private AdminSite(WebApplication app, StringWriter console, string prefix)
    {
        _app = app;
        Console = console;
        Prefix = prefix;
    }

    public static DateTimeOffset Noon { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public StringWriter Console { get; }

    /// <summary>Where the site is, as a browser sees it.</summary>
    public string Prefix { get; }

    public string Origin => new Uri(_app.Urls.First()).GetLeftPart(UriPartial.Authority);

    public FakeTimeProvider Clock => (FakeTimeProvider)Get<TimeProvider>();

    public IPeriodicTasks Tasks => Get<IPeriodicTasks>();

    public IScheduleStore Store => Get<IScheduleStore>();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a site.</summary>
    /// <param name="prefix">Where it is mounted.</param>
    /// <param name="pathBase">The application's own base.</param>
    /// <param name="time">The clock; one that a test moves when null.</param>
    /// <param name="configure">Changes the services.</param>
    public static async Task<AdminSite> StartAsync(
        string prefix = "/admin", string pathBase = "", TimeProvider? time = null, Action<IServiceCollection>? configure = null)
    {
        var console = new StringWriter(CultureInfo.InvariantCulture);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? new FakeTimeProvider(Noon));
        builder.Services.AddSingleton(new FirstRunConsole { Output = console });
        builder.Services.AddDownbeat(downbeat => downbeat.AddSqlite().SendOnly());
        string store = $"memory://admin-{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}";
        builder.Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = store);
        builder.Services.AddDownbeatAccess(options => options.PasswordIterations = 100_000);
        builder.Services.AddDownbeatAdmin();
        configure?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        if (pathBase.Length > 0)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
        }

        app.MapDownbeatAdmin(prefix);
        await app.StartAsync(Token);
        return new AdminSite(app, console, pathBase + prefix.TrimEnd('/'));
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<User> AddUserAsync(string name, AccountRole role)
    {
        return Get<People>().AddAsync(new Actor("test", "cli"), name, Password, role, Token);
    }

    public Browser Browser() => new(this);

    /// <summary>A browser in which somebody with this role has signed in before.</summary>
    public async Task<Browser> SignInAsync(AccountRole role = AccountRole.Administrator)
    {
        Browser browser = Browser();
        browser.SetCookie("downbeat-session", await OpenSessionAsync(role));
        return browser;
    }

    /// <summary>A session of somebody with this role; nobody has to hash a password for it.</summary>
    public async Task<string> OpenSessionAsync(AccountRole role, string? called = null)
    {
        string name = called ?? $"{role.ToString().ToLowerInvariant()}{Guid.NewGuid():N}"[..24];
        var user = new User { Id = Guid.NewGuid(), Name = name, PasswordHash = "none", Role = role, CreatedAt = Get<TimeProvider>().GetUtcNow() };
        await Get<AccountSet>().Store!.Users.AddAsync(user, onlyIfFirst: false, Token);
        return await Get<Sessions>().OpenAsync(user, "test", Token);
    }

    public async Task<PeriodicTaskEntry> AddAsync(string name, string schedule = "crontab: 0 4 * * * UTC", Func<PeriodicTask, PeriodicTask>? change = null)
    {
        var task = new PeriodicTask(name, "reports.build") { Schedule = Schedule.Parse(schedule) };
        return await Tasks.AddAsync(change?.Invoke(task) ?? task, cancellationToken: Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Console.DisposeAsync();
    }
}

// A shop's admin site with two weeks of history: for pictures, for measuring, and for looking at.
//   dotnet run --project test/Downbeat.Admin.TestHost -- [--url http://127.0.0.1:8060] [--store memory://demo] [--open] [--tasks 200]
// With --open everybody is let in; without it, ada signs in with the password "correct horse battery".
using Downbeat;
using Downbeat.Admin.TestHost;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Authentication;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
ConfigurationManager settings = builder.Configuration;
string store = settings["store"] ?? "memory://demo";
bool isOpen = args.Contains("--open");
builder.WebHost.UseUrls(settings["url"] ?? "http://127.0.0.1:8060");
builder.Services.AddDownbeat(downbeat => downbeat.AddSqlite().SendOnly());
builder.Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = store);
builder.Services.AddDownbeatAdmin();
if (isOpen)
{
    builder.Services.AddAuthentication(OpenDoor.Name).AddScheme<AuthenticationSchemeOptions, OpenDoor>(OpenDoor.Name, configureOptions: null);
    builder.Services.AddAuthorizationBuilder().AddPolicy("anybody", policy => policy.RequireAuthenticatedUser());
}

WebApplication app = builder.Build();
IEndpointConventionBuilder site = app.MapDownbeatAdmin("/admin");
if (isOpen)
{
    site.RequireAuthorization("anybody");
}

TimeProvider time = app.Services.GetRequiredService<TimeProvider>();
foreach (ISchema schema in app.Services.GetRequiredService<SchemaSet>().Schemas)
{
    await schema.MigrateAsync(CancellationToken.None);
}

await using DemoFleet fleet = ActivatorUtilities.CreateInstance<DemoFleet>(app.Services);
if (settings["empty"] is null)
{
    IReadOnlyList<PeriodicTaskEntry> tasks = await DemoPeriodicTasks.AddAsync(
        app.Services.GetRequiredService<IPeriodicTasks>(), int.Parse(settings["tasks"] ?? "200", System.Globalization.CultureInfo.InvariantCulture));
    await ActivatorUtilities.CreateInstance<DemoHistory>(app.Services).AddAsync([.. tasks.Where(entry => entry.Name != "Relaunch").Take(60)], perTask: 14);
    await DemoCleanups.AddAsync(app.Services.GetRequiredService<RetentionSet>(), time.GetUtcNow());
    await fleet.StartAsync();
}

await app.StartAsync();
using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
while (await timer.WaitForNextTickAsync(app.Lifetime.ApplicationStopping).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully, TaskScheduler.Default))
{
    await fleet.RenewAsync();
}

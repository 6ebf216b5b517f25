using Downbeat.Beat.Hosting;
using Downbeat.Chaos.App;

// Roles are verbs of the application, as in production: worker, beat. "client" is its own: it sends tasks until it is told to stop.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args.SkipWhile(static arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray());
builder.Logging.ClearProviders().AddSimpleConsole(static line =>
{
    line.SingleLine = true;
    line.UseUtcTimestamp = true;
    line.TimestampFormat = "HH:mm:ss.fff ";
});
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Downbeat", LogLevel.Information);
builder.Services.AddSingleton(Ledger.Open(Environment.GetEnvironmentVariable("CHAOS_FOLDER")));

// The outbox of a beat that was killed is taken over soon, so that the tests do not wait half a minute for it.
builder.Services.Configure<BeatOptions>(static options => options.RelayLease = TimeSpan.FromSeconds(2));
if (TimeSpan.TryParse(Environment.GetEnvironmentVariable("CHAOS_CLOCK_SKEW"), out TimeSpan skew) && skew != TimeSpan.Zero)
{
    builder.Services.AddSingleton<TimeProvider>(new SkewedClock(skew));
}

builder.AddDownbeat().AddTasks<ChaosTasks>();
using IHost app = builder.Build();
return args is ["client", var seed] ? await Client.RunAsync(app.Services, int.Parse(seed)) : await app.RunDownbeatAsync(args);

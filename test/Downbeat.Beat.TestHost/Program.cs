// A beat of its own process: the store's file, the broker's file. It ends when its standard input does.
using Downbeat.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
builder.Logging.ClearProviders();
builder.Services.AddDownbeat(downbeat => downbeat.UseSqlite(args[0]).UseSqliteBroker(args[1]).AddBeat(options =>
{
    options.PruneDelay = TimeSpan.FromDays(30);

    // What a killed relay had claimed shall not keep a test waiting.
    options.RelayLease = TimeSpan.FromSeconds(1);
    options.MissedAfter = TimeSpan.FromMinutes(5);
}));
builder.Services.Configure<DownbeatOptions>(options => options.Retention = options.Retention with { ResultExpires = null });
using IHost host = builder.Build();
await host.StartAsync();
while (await Console.In.ReadLineAsync() is not null)
{
    // Nothing is said; only the end counts.
}

await host.StopAsync();
return 0;

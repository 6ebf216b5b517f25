using Quickstart;

bool once = args.Contains("--once");
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders().AddProvider(new FileLoggerProvider("quickstart.log"));
builder.Services.AddSingleton(Input.Find(args)).AddSingleton<LogPosition>().AddHttpClient();
builder.AddDownbeat(d => d.UseSqlite("quickstart.db").ServeHealth(port: 0))
    .AddTasks<FolderTasks>()
    .AddTasks<LogTasks>()
    .AddTasks<ProbeTasks>()
    .AddTasks<FlakyTasks>()
    .AddTask("quickstart.welcome", (TaskContext context) => $"Fired by the clock, for {context.NominalTime:HH:mm:ss} UTC")
    .On(Schedule.Clocked(DateTimeOffset.UtcNow.AddSeconds(5)), "welcome");
using IHost app = builder.Build();

if (args.Length > 0 && !args[0].StartsWith('-'))
{
    // Every verb of the command line: dotnet run --project samples/Quickstart -- periodic list
    return await app.RunDownbeatAsync(args);
}

await app.StartAsync();
int exitCode = once ? await OneRound.RunAsync(app.Services)
    : Console.IsOutputRedirected ? await PlainView.RunAsync(app)
    : await LiveView.RunAsync(app);
await app.StopAsync();
return exitCode;

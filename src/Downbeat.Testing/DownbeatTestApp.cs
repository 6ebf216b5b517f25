using Downbeat.Hosting;
using Downbeat.Hosting.InMemory;
using Downbeat.ScheduleStores.Seeding;
using Downbeat.Tasks;
using Downbeat.Testing.Recording;
using Downbeat.Testing.Stillness;
using Downbeat.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Downbeat;

/// <summary>
/// An application for tests: worker and beat as they are, everything kept in memory, and a clock that stands until the test moves it. What runs is
/// recorded. The built-in cleanup is not installed, so that only the test's own tasks run.
/// </summary>
public sealed class DownbeatTestApp : IAsyncDisposable
{
    private const string Memory = "test";

    /// <summary>Where the clock stands at first unless the test says otherwise: the start of 2026, UTC.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Far more than any test moves the clock while a task runs: a worker that is not looked at must not count as dead.
    private static readonly TimeSpan Lease = TimeSpan.FromDays(1);

    private readonly IHost _host;
    private readonly RunRecorder _recorder;

    private DownbeatTestApp(IHost host, TestClock clock, RunRecorder recorder)
    {
        _host = host;
        _recorder = recorder;
        Clock = clock;
        MemoryDatabase memory = host.Services.GetRequiredService<MemoryDatabases>().Get(ConnectionUrl.Parse("store", $"memory://{Memory}"));
        clock.Attach(new Pace(clock, memory, recorder, host.Services.GetServices<IHostedService>().OfType<WorkerService>().Single()));
    }

    /// <summary>The clock of everything in the application: schedules, countdowns, retries, leases. Moved by hand.</summary>
    public TestClock Clock { get; }

    /// <summary>Everything that has run so far, one for each attempt, in the order they ended.</summary>
    public IReadOnlyList<TestRun> Runs => _recorder.Runs;

    /// <summary>Sends tasks.</summary>
    public ITaskClient Tasks => _host.Services.GetRequiredService<ITaskClient>();

    /// <summary>The periodic tasks, those that code declares included.</summary>
    public IPeriodicTasks PeriodicTasks => _host.Services.GetRequiredService<IPeriodicTasks>();

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts an application.</summary>
    /// <param name="configure">Adds tasks, services (<see cref="IDownbeatBuilder.Services"/>) and options.</param>
    /// <param name="start">Where the clock stands at first; <see cref="DefaultStart"/> when null.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<DownbeatTestApp> StartAsync(
        Action<IDownbeatBuilder> configure, DateTimeOffset? start = null, CancellationToken cancellationToken = default)
    {
        var clock = new TestClock(start ?? DefaultStart);
        var recorder = new RunRecorder(clock);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "test" });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(provider => new TaskRegistry(provider.GetServices<TaskDefinition>().Select(recorder.Record)));
        IDownbeatBuilder downbeat = builder.Services.AddDownbeat();
        downbeat.UseInMemory(Memory);
        builder.Services.Configure<DownbeatOptions>(static options => options.Retention = options.Retention with { ResultExpires = null });
        configure(downbeat);
        downbeat.AddWorker(static worker => (worker.Name, worker.Lease) = ("worker@test", Lease));
        downbeat.AddBeat(static beat => (beat.Name, beat.MaxSleep, beat.UnreadyAfter) = ("beat@test", TimeSpan.FromMinutes(1), Lease));
        IHost host = builder.Build();
        var app = new DownbeatTestApp(host, clock, recorder);
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        await (host.Services.GetServices<IHostedService>().OfType<SeedingService>().Single().ExecuteTask ?? Task.CompletedTask)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        await app.SettleAsync(cancellationToken).ConfigureAwait(false);
        return app;
    }

    /// <summary>Waits, without moving the clock, until nothing is left to do now: what is due has fired, what is ready has run.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">Something goes on running for longer than 30 real seconds.</exception>
    public Task SettleAsync(CancellationToken cancellationToken = default) => Clock.AdvanceAsync(TimeSpan.Zero, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using (_host)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync().ConfigureAwait(false);
            try
            {
                await _host.StopAsync(now.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A test that ends does not wait for what still runs.
            }
        }
    }
}

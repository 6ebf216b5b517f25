using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Downbeat.Worker.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Worker.Hosting;

/// <summary>The worker as the host starts and stops it.</summary>
internal sealed class WorkerService(
    IServiceProvider services,
    ActiveRoles roles,
    IOptions<WorkerOptions> workerOptions,
    IOptions<DownbeatOptions> downbeatOptions,
    TimeProvider time,
    Dice dice,
    ForcedStop forced,
    WorkerReadiness readiness,
    ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger = loggers.CreateLogger("Downbeat.Worker");
    private WorkerEngine? _engine;
    private Task _starting = Task.CompletedTask;

    /// <summary>Whether a task could begin now; true before the worker has begun.</summary>
    public bool HasFreeSlot => _engine?.HasFreeSlot ?? true;

    /// <summary>How many slots are taken: by runs that are about to begin, run, or have just ended.</summary>
    public int Running => _engine?.Running ?? 0;

    /// <summary>How many runs have been told to stop and have not stopped.</summary>
    public int Stopping => _engine?.Stopping ?? 0;

    /// <summary>How many of the messages in hand wait for the clock, or for a slot while none is free.</summary>
    public int StandingBy => _engine?.StandingBy ?? 0;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!roles.Worker && !roles.Beat)
        {
            return Task.CompletedTask;
        }

        // What is configured wrongly stops the host now, with its reason; what is only away is waited for in the background.
        WorkerSettings settings = WorkerSettings.Of(workerOptions.Value, downbeatOptions.Value, roles);
        var parts = new WorkerParts(
            services.GetRequiredService<IBroker>(),
            services.GetRequiredService<IResultBackend>(),
            services.GetRequiredService<TaskRegistry>(),
            services.GetRequiredService<TaskJson>(),
            services.GetRequiredService<IServiceScopeFactory>(),
            downbeatOptions.Value,
            time,
            dice,
            _logger);
        RaiseThreads(settings.Concurrency);
        _starting = ConnectAsync(settings, parts);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        readiness.Stops();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _starting.ConfigureAwait(false);
        if (Interlocked.Exchange(ref _engine, null) is { } engine)
        {
            using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, forced.Token);
            await engine.StopAsync(hurry.Token).ConfigureAwait(false);
            await engine.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A host that is disposed without being stopped does not wait for anything.
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task ConnectAsync(WorkerSettings settings, WorkerParts parts)
    {
        var availability = new Availability("connecting to the broker", new Backoff(dice), _logger);
        var options = new ConsumerOptions { Queues = settings.Queues, WorkerName = settings.Name, Lease = settings.Lease };
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                IBrokerConsumer consumer = await parts.Broker.ConsumeAsync(options, _stopping.Token).ConfigureAwait(false);
                availability.Succeeded();
                _engine = new WorkerEngine(consumer, settings, parts);
                _engine.Start();
                readiness.Consumes(settings.Queues);
                _logger.Started(settings.Name, parts.Tasks.All.Count, settings.Concurrency, string.Join(", ", settings.Queues));
                return;
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                await Task.Delay(availability.Failed(exception), time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Tasks that block their thread run on the pool's threads. Below its minimum the pool makes a thread at once; above it, one or two a second.
    private static void RaiseThreads(int concurrency)
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        int wanted = concurrency + Environment.ProcessorCount;
        if (workers < wanted)
        {
            ThreadPool.SetMinThreads(wanted, ports);
        }
    }
}

using Downbeat.Brokers;
using Downbeat.Worker.Consuming;
using Downbeat.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Hosting;

/// <summary>A worker at work: everything that lives from the moment the broker is there until the worker has taken its leave.</summary>
internal sealed class WorkerEngine : IAsyncDisposable
{
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private readonly IBrokerConsumer _consumer;
    private readonly WorkerSettings _settings;
    private readonly WorkerParts _parts;
    private readonly MonotonicClock _clock;
    private readonly Room _room;
    private readonly RunQueue _queue;
    private readonly Settler _settler;
    private readonly Executor _executor;
    private readonly Intake _intake;
    private readonly Held _held;
    private readonly RevocationLoop _revocations;
    private readonly Receiver _receiver;
    private readonly Heartbeat _heartbeat;
    private readonly WorkerReport _report;
    private readonly ILogger _logger;
    private Task _receiving = Task.CompletedTask;
    private Task _revoking = Task.CompletedTask;

    public WorkerEngine(IBrokerConsumer consumer, WorkerSettings settings, WorkerParts parts)
    {
        _consumer = consumer;
        _settings = settings;
        _parts = parts;
        _logger = parts.Logger;
        _clock = new MonotonicClock(parts.Time);
        var results = new Results(settings, parts.Downbeat.Retention);
        _room = new Room(settings.Concurrency, settings.Prefetch);
        _queue = new RunQueue(settings.Concurrency, _room);
        _settler = new Settler(
            new SettleWriter(consumer, parts.Broker, parts.Backend, parts.Time, parts.Dice, _logger),
            new Announcer(parts.Backend, results, _clock, parts.Time, parts.Dice, _logger),
            _room,
            _logger);
        var running = new ExecutorParts(
            parts.Scopes, parts.Json, parts.Time, _clock, new Outcomes(settings, results), parts.Dice, parts.Broker.Capabilities.Technology, _logger);
        _executor = new Executor(running, _queue, _settler, _room, settings.TracksStarted);
        var gatekeeper = new Gatekeeper(parts.Tasks, settings.MaxDeliveries, parts.Broker.Capabilities.HoldsUntilEta);
        _intake = new Intake(gatekeeper, _queue, _executor, _room, _clock, parts.Time);
        _held = new Held(_queue, _intake.Delays);
        _revocations = new RevocationLoop(
            parts.Broker.Revocations, _held, _executor, settings.CancelTimeout, _clock, parts.Time, parts.Dice, _logger);
        _receiver = new Receiver(
            consumer,
            parts.Tasks,
            _intake,
            _queue,
            _executor,
            _room,
            new PrefetchSizer(settings.Concurrency, settings.Prefetch),
            _revocations,
            _clock,
            parts.Time,
            parts.Dice,
            _logger);
        _heartbeat = new Heartbeat(
            consumer,
            settings.HeartbeatInterval,
            Report,
            LoseLease,
            _clock,
            parts.Time,
            new Availability("renewing the lease", new Backoff(parts.Dice), _logger));
        _report = FirstReport(settings, parts);
    }

    /// <summary>How many runs have been told to stop and have not stopped.</summary>
    public int Stopping => _held.Copy().Count(static run => run.Cause != CancelCause.None);

    public bool HasFreeSlot => _queue.FreeSlots > 0;

    public int Running => _queue.RunningCount;

    /// <summary>How many of the messages in hand wait for the clock, or for a slot while none is free: nothing happens to them by itself.</summary>
    public int StandingBy => _intake.Delays.Count + (HasFreeSlot ? 0 : _room.Waiting);

    public void Start()
    {
        _heartbeat.Start();
        _revoking = GuardAsync("revocation loop", _revocations.RunAsync(_stopping.Token));
        _receiving = GuardAsync("receiving loop", _receiver.RunAsync(_stopping.Token));
    }

    /// <summary>Stops: what has not started goes back at once, what runs may finish, what does not is cancelled and goes back.</summary>
    /// <param name="forced">Ends every wait: the host does not want to wait any longer.</param>
    public async Task StopAsync(CancellationToken forced)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        GiveBackWaiting();
        _logger.Stopping(_settings.Name, _queue.RunningCount, _settings.ShutdownTimeout);
        if (!await IsIdleWithinAsync(_settings.ShutdownTimeout, forced).ConfigureAwait(false))
        {
            await CancelRunningAsync(forced).ConfigureAwait(false);
        }

        await FlushAsync(forced).ConfigureAwait(false);
        await _heartbeat.StopAsync().ConfigureAwait(false);
        await _revoking.ConfigureAwait(false);
        try
        {
            await _consumer.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.NotDisposed(exception, _settings.Name);
        }

        _logger.Stopped(_settings.Name);
    }

    public ValueTask DisposeAsync()
    {
        _intake.Dispose();
        _executor.Dispose();
        _heartbeat.Dispose();
        _revocations.Dispose();
        _settler.Dispose();
        _room.Dispose();
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private void GiveBackWaiting()
    {
        foreach (Run run in (Run[])[.. _intake.Delays.Close(), .. _queue.Close()])
        {
            _executor.TryEndUnstarted(run, Ending.GivenBack);
            _room.LeaveWaiting();
        }
    }

    private async ValueTask<bool> IsIdleWithinAsync(TimeSpan timeout, CancellationToken forced)
    {
        Task waited = Task.Delay(timeout, _parts.Time, forced);
        await Task.WhenAny(_queue.WhenIdle, waited).ConfigureAwait(false);
        return _queue.WhenIdle.IsCompleted;
    }

    private async ValueTask CancelRunningAsync(CancellationToken forced)
    {
        List<Run> running = [];
        _queue.CopyRunning(running);
        _logger.CancelsRunning(running.Count);
        foreach (Run run in running)
        {
            run.Cancel(CancelCause.Shutdown);
        }

        if (!await IsIdleWithinAsync(_settings.CancelTimeout, forced).ConfigureAwait(false))
        {
            foreach (Run run in running)
            {
                _executor.Abandon(run, Ending.GivenBack);
            }
        }
    }

    // What cannot be written now is not lost: its messages are delivered again. So a broker that is away does not keep the process alive.
    private async ValueTask FlushAsync(CancellationToken forced)
    {
        Task flushed = _settler.FlushAsync();
        await Task.WhenAny(flushed, Task.Delay(LastWrites, _parts.Time, CancellationToken.None)).ConfigureAwait(false);
        _settler.Abort();
        await flushed.ConfigureAwait(false);
    }

    private void LoseLease(long asked)
    {
        int running = 0;
        foreach (Run run in _held.Copy())
        {
            if (run.Received >= asked)
            {
                continue;
            }

            // Giving back what is not ours any more is refused; it makes sure that nothing stays behind that others do not have.
            if (!_executor.TryEndUnstarted(run, Ending.GivenBack) && run is { Phase: RunPhase.Running, IsAcknowledged: false })
            {
                running++;
                _executor.Cancel(run, CancelCause.LeaseLost, _clock.Now + _settings.CancelTimeout.Ticks);
            }
        }

        _logger.LeaseLost(_settings.Name, running);
    }

    private WorkerReport Report()
    {
        List<Run> running = [];
        _queue.CopyRunning(running);
        return _report with
        {
            Running = running.Count,
            Processed = _executor.Processed,
            Abandoned = _executor.Abandoned,
            RunningIds = [.. running.Take(100).Select(run => run.Headers.Id)],
        };
    }

    private static WorkerReport FirstReport(WorkerSettings settings, WorkerParts parts)
    {
        return new WorkerReport
        {
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Version = typeof(WorkerReport).Assembly.GetName().Version?.ToString(3) ?? "",
            StartedAt = Instants.Round(parts.Time.GetUtcNow()),
            Concurrency = settings.Concurrency,
            Tasks = [.. parts.Tasks.All.Select(task => task.Name)],
        };
    }

    private async Task GuardAsync(string loop, Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.LoopBroke(exception, loop);
        }
    }
}

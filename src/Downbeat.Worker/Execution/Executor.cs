using Downbeat.Protocol;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Downbeat.Worker.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Execution;

/// <summary>Runs tasks: each in a scope of services of its own, with its context, token and time limits. What tasks throw ends here.</summary>
internal sealed class Executor : IRunner, IDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly TaskJson _json;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly RunQueue _queue;
    private readonly Settler _settler;
    private readonly Room _room;
    private readonly Outcomes _outcomes;
    private readonly Dice _dice;
    private readonly RunWatch _watch;
    private readonly string _system;
    private readonly ILogger _logger;
    private long _processed;
    private int _abandoned;

    public Executor(ExecutorParts parts, RunQueue queue, Settler settler, Room room, bool tellsNews)
    {
        _scopes = parts.Scopes;
        _json = parts.Json;
        _time = parts.Time;
        _clock = parts.Clock;
        _outcomes = parts.Outcomes;
        _dice = parts.Dice;
        _system = parts.System;
        _logger = parts.Logger;
        _queue = queue;
        _settler = settler;
        _room = room;
        _watch = new RunWatch(queue, settler, parts.Clock, parts.Time, tellsNews, Abandon);
    }

    /// <summary>How many runs have ended.</summary>
    public long Processed => Interlocked.Read(ref _processed);

    /// <summary>How many runs were ended from outside while their code goes on.</summary>
    public int Abandoned => Math.Max(0, Volatile.Read(ref _abandoned));

    public void Run(Run run) => _ = RunAsync(run);

    public void NoticeProgress(Run run) => _watch.Notice(run);

    /// <summary>Runs may be waiting for a slot.</summary>
    public void NoticeWaiting() => _watch.NoticeWaiting();

    /// <summary>Cancels a run's token. If its code has not stopped by the deadline it is left to itself.</summary>
    public void Cancel(Run run, CancelCause cause, long stopBy)
    {
        if (run.Cancel(cause))
        {
            run.Deadlines.StopBy(stopBy);
            _watch.Notice(run);
        }
    }

    /// <summary>Decides what becomes of a run that has not been given a slot.</summary>
    /// <returns>Whether it was still undecided.</returns>
    public bool TryEndUnstarted(Run run, in Ending ending)
    {
        if (!run.TryEndUnstarted())
        {
            return false;
        }

        if (run.TryUnpark())
        {
            _room.Unpark();
            _room.LeaveWaiting();
        }

        Conclude(run, ending);
        return true;
    }

    /// <summary>Ends a run whose code does not end by itself: its slot is free at once, what it still does has no effect on its outcome.</summary>
    /// <returns>Whether it was still undecided.</returns>
    public bool Abandon(Run run, Ending ending)
    {
        if (!run.TryEnd())
        {
            return false;
        }

        Interlocked.Increment(ref _abandoned);
        run.Cancel(CancelCause.HardLimit);
        Conclude(run, ending);
        _queue.Release(run);
        WorkerMetrics.CountAbandoned(1);
        _logger.RunAbandoned(run.Headers.Task, run.Headers.Id, ending.Kind);
        return true;
    }

    public void Dispose() => _watch.Dispose();

    private async Task RunAsync(Run run)
    {
        Ending ending;
        try
        {
            ending = await PrepareAsync(run).ConfigureAwait(false) ?? await InvokeAsync(run).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ending = Ending.Threw(exception);
        }

        if (run.TryEnd())
        {
            Conclude(run, ending);
            _queue.Release(run);
        }
        else
        {
            Interlocked.Decrement(ref _abandoned);
            WorkerMetrics.CountAbandoned(-1);
            _logger.AbandonedReturned(run.Headers.Task, run.Headers.Id);
        }
    }

    /// <returns>Why the run cannot begin; null when it can.</returns>
    private async ValueTask<Ending?> PrepareAsync(Run run)
    {
        if (run.Headers.Expires <= run.ByBroker(_time.GetUtcNow()))
        {
            return Ending.Expired;
        }

        try
        {
            run.Body = run.Delivery.Message.ReadBody();
        }
        catch (InvalidMessageException exception)
        {
            return Ending.Undecodable(exception);
        }

        if (Embeds.FindProblem(run.Body.Embed) is { } problem)
        {
            return Ending.DeadLetter(EndingKind.Unsupported, problem);
        }

        if (run.Definition!.Options.Acknowledgement == Acknowledgement.Early)
        {
            if (!await _settler.AcknowledgeAsync(run).ConfigureAwait(false))
            {
                return Ending.NotOurs;
            }

            run.IsAcknowledged = true;
        }

        return null;
    }

    private async ValueTask<Ending> InvokeAsync(Run run)
    {
        if (run.Cause != CancelCause.None)
        {
            // Cancelled while it was prepared: its code does not begin.
            return run.Cause == CancelCause.Terminated ? new Ending(EndingKind.Terminated) : Ending.GivenBack;
        }

        long started = _clock.Now;
        run.Start(Instants.Round(run.ByBroker(_time.GetUtcNow())), started, Limits.Of(run.Headers.TimeLimits, run.Definition!.Options));
        _watch.Notice(run);
        WorkerMetrics.Begin(run);
        run.Activity = RunTracing.Start(run, _system);
        var context = new TaskContext(run.Headers, run.Delivery.Queue, run);
        using TaskContextScope current = context.Enter();
        using IDisposable? lines = _logger.BeginScope(new RunScope(run.Headers));
        AsyncServiceScope scope = _scopes.CreateAsyncScope();
        try
        {
            var arguments = new ArgumentBinder(run.Headers.Task, run.Body!.Args, run.Body.Kwargs, _json);
            var invocation = new TaskInvocation(scope.ServiceProvider, arguments, context, _json, run.Token);
            TaskReturn returned = await run.Definition.Invoke(invocation).ConfigureAwait(false);
            return Ending.Returned(returned.Json);
        }
        catch (Exception exception)
        {
            return Ending.Threw(exception);
        }
        finally
        {
            await DisposeAsync(scope, run).ConfigureAwait(false);
            WorkerMetrics.End(run, _system, TimeSpan.FromTicks(_clock.Now - started));
        }
    }

    // The run is over by then: a service that cannot be disposed is a fault of its own, not the task's.
    private async ValueTask DisposeAsync(AsyncServiceScope scope, Run run)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.ScopeNotDisposed(exception, run.Headers.Task, run.Headers.Id);
        }
    }

    // Called by the one who ended the run, and by nobody else.
    private void Conclude(Run run, in Ending ending)
    {
        Outcome? outcome;
        DateTimeOffset now = Instants.Round(run.ByBroker(_time.GetUtcNow()));
        try
        {
            outcome = _outcomes.Decide(run, ending, now, _dice.Next());
        }
        catch (Exception exception)
        {
            _logger.OutcomeUndecided(exception, run.Headers.Task, run.Headers.Id);
            outcome = _outcomes.Undecided(run, exception, now);
        }

        if (outcome is null)
        {
            _logger.NotOurs(run.Headers.Task, run.Headers.Id);
            _room.Release(1);
            return;
        }

        Interlocked.Add(ref _processed, outcome.State is null ? 0 : 1);
        _settler.Add(run, outcome);
        Tell(run, ending, outcome);
    }

    // A log or a listener that throws must not decide over a run.
    private void Tell(Run run, in Ending ending, Outcome outcome)
    {
        try
        {
            WorkerMetrics.CountOutcome(run, outcome);
            RunTracing.End(run.Activity, outcome.State, ending.Exception);
            RunLog.Write(_logger, run, ending, outcome);
        }
        catch (Exception exception)
        {
            System.Diagnostics.Debug.WriteLine(exception);
        }
    }
}

using Downbeat.Diagnostics;
using Downbeat.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker;

/// <summary>Everything the worker says: 2000 about itself and its connection, 2100 about what it takes and settles, 2200 about runs, 2300 about its own tasks.</summary>
internal static partial class Log
{
    private const int Consuming = EventIds.Worker + 100;
    private const int Runs = EventIds.Worker + 200;

    [LoggerMessage(EventIds.Worker, LogLevel.Information, "{Worker} runs {Tasks} tasks, {Concurrency} at once, from {Queues}")]
    public static partial void Started(this ILogger logger, string worker, int tasks, int concurrency, string queues);

    [LoggerMessage(EventIds.Worker + 1, LogLevel.Information, "{Worker} stops; {Running} tasks have {Timeout} to finish")]
    public static partial void Stopping(this ILogger logger, string worker, int running, TimeSpan timeout);

    [LoggerMessage(EventIds.Worker + 2, LogLevel.Warning, "{Running} tasks have not finished in time; their tokens are cancelled and their messages go back")]
    public static partial void CancelsRunning(this ILogger logger, int running);

    [LoggerMessage(EventIds.Worker + 3, LogLevel.Information, "{Worker} has stopped")]
    public static partial void Stopped(this ILogger logger, string worker);

    [LoggerMessage(EventIds.Worker + 4, LogLevel.Warning, "{What} failed; it is tried again until it succeeds")]
    public static partial void WentAway(this ILogger logger, Exception exception, string what);

    [LoggerMessage(EventIds.Worker + 5, LogLevel.Information, "{What} works again")]
    public static partial void CameBack(this ILogger logger, string what);

    [LoggerMessage(EventIds.Worker + 6, LogLevel.Warning, "{Worker} lost its lease: its heartbeats came too late. What it held belongs to others now; {Running} runs are cancelled")]
    public static partial void LeaseLost(this ILogger logger, string worker, int running);

    [LoggerMessage(EventIds.Worker + 7, LogLevel.Warning, "{Worker} could not take its leave of the broker; its messages are delivered to others when its lease has ended")]
    public static partial void NotDisposed(this ILogger logger, Exception exception, string worker);

    [LoggerMessage(EventIds.Worker + 8, LogLevel.Critical, "The worker's {Loop} ended by an error of its own; this is a bug. The worker goes on with what it still can")]
    public static partial void LoopBroke(this ILogger logger, Exception exception, string loop);

    [LoggerMessage(Consuming, LogLevel.Information, "{Count} outcomes were refused: their leases had ended and others have the messages")]
    public static partial void SettlementsRefused(this ILogger logger, int count);

    [LoggerMessage(Consuming + 1, LogLevel.Error, "What became of {Task} {TaskId} cannot be written; its message is delivered again when the lease has ended")]
    public static partial void OutcomeRefused(this ILogger logger, Exception exception, string task, string taskId);

    [LoggerMessage(Consuming + 2, LogLevel.Warning, "{Count} outcomes could not be written before the worker stopped; their messages are delivered again")]
    public static partial void OutcomesAbandoned(this ILogger logger, int count);

    [LoggerMessage(Consuming + 3, LogLevel.Critical, "Writing {Count} outcomes ended by an error of the worker's own; this is a bug")]
    public static partial void SettlingBroke(this ILogger logger, Exception exception, int count);

    [LoggerMessage(Consuming + 4, LogLevel.Debug, "{Task} {TaskId} goes back to its queue until {AvailableAt}")]
    public static partial void GivenBack(this ILogger logger, string task, string taskId, DateTimeOffset? availableAt);

    [LoggerMessage(Consuming + 5, LogLevel.Error, "{Task} {TaskId} was put with the dead letters: {Reason}")]
    public static partial void DeadLettered(this ILogger logger, Exception? exception, string task, string taskId, string reason);

    [LoggerMessage(Consuming + 6, LogLevel.Information, "{Task} {TaskId} is not run: somebody else has its message")]
    public static partial void NotOurs(this ILogger logger, string task, string taskId);

    [LoggerMessage(Runs, LogLevel.Debug, "{Task} {TaskId} succeeded")]
    public static partial void Succeeded(this ILogger logger, string task, string taskId);

    [LoggerMessage(Runs + 1, LogLevel.Error, "{Task} {TaskId} failed ({How})")]
    public static partial void Failed(this ILogger logger, Exception? exception, string task, string taskId, EndingKind how);

    [LoggerMessage(Runs + 2, LogLevel.Warning, "{Task} {TaskId} failed; retry {Retry} is due at {At}")]
    public static partial void Retried(this ILogger logger, Exception? exception, string task, string taskId, int retry, DateTimeOffset at);

    [LoggerMessage(Runs + 3, LogLevel.Information, "{Task} {TaskId} was revoked ({How})")]
    public static partial void Revoked(this ILogger logger, string task, string taskId, EndingKind how);

    [LoggerMessage(Runs + 4, LogLevel.Warning, "{Task} {TaskId} does not stop ({How}); its slot is free again, its code is left to itself")]
    public static partial void RunAbandoned(this ILogger logger, string task, string taskId, EndingKind how);

    [LoggerMessage(Runs + 5, LogLevel.Information, "The abandoned code of {Task} {TaskId} has returned; what came out is dropped")]
    public static partial void AbandonedReturned(this ILogger logger, string task, string taskId);

    [LoggerMessage(Runs + 6, LogLevel.Error, "A service of the run of {Task} {TaskId} could not be disposed")]
    public static partial void ScopeNotDisposed(this ILogger logger, Exception exception, string task, string taskId);

    [LoggerMessage(Runs + 7, LogLevel.Critical, "What becomes of {Task} {TaskId} could not be decided; it counts as failed")]
    public static partial void OutcomeUndecided(this ILogger logger, Exception exception, string task, string taskId);
}

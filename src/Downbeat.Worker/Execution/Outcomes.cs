using Downbeat.Brokers;
using Downbeat.Serialization;
using Downbeat.Worker.Hosting;

namespace Downbeat.Worker.Execution;

/// <summary>Decides what becomes of a run that has ended. Pure: the time and the randomness are arguments.</summary>
internal sealed class Outcomes(WorkerSettings settings, Results results)
{
    /// <param name="run">The run.</param>
    /// <param name="ending">How it ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">A number in [0, 1) that places a retry's delay.</param>
    /// <returns>The outcome; null when the message is somebody else's.</returns>
    public Outcome? Decide(Run run, in Ending ending, DateTimeOffset now, double random)
    {
        Delivery delivery = run.Delivery;
        return Overrule(run, ending) switch
        {
            EndingKind.Returned => Acknowledge(run, TaskState.Success, run.IgnoresResult ? null : results.Success(run, ending.Value, now)),
            EndingKind.Threw => Fail(run, ending.Exception!, now, random),
            EndingKind.TimeLimitExceeded => Finish(run, TaskState.Failure, Errors.TimeLimit(run.Limits.Hard ?? TimeSpan.Zero), now),
            EndingKind.Terminated => Finish(run, TaskState.Revoked, Errors.Terminated(run.RevokeReason), now),
            EndingKind.Revoked => Finish(run, TaskState.Revoked, Errors.Revoked(ending.Reason), now),
            EndingKind.Expired => Finish(run, TaskState.Revoked, Errors.Expired(), now),
            EndingKind.Undecodable => PutAside(run, ending.Exception!.Message, Errors.Of(ending.Exception), now),
            EndingKind.DeliveredTooOften => PutAside(run, ending.Reason!, Errors.WorkerLost(ending.Reason!), now),
            EndingKind.UnknownTask or EndingKind.Unsupported =>
                new Outcome(Settlement.DeadLetter(delivery, ending.Reason!), State: null, Result: null),
            EndingKind.GivenBack => GiveBack(run, ending.AvailableAt, now),
            _ => null,
        };
    }

    /// <summary>The outcome of a run whose outcome could not be decided: it failed, for the reason the decision failed.</summary>
    public Outcome Undecided(Run run, Exception exception, DateTimeOffset now)
    {
        ExceptionInfo info = Errors.Of(exception);
        var result = new TaskResult
        {
            Id = run.Headers.Id,
            State = TaskState.Failure,
            Name = run.Headers.Task,
            Worker = settings.Name,
            Queue = run.Delivery.Queue,
            Exception = info,
            DoneAt = now,
        };
        return new Outcome(Settlement.DeadLetter(run.Delivery, $"{info.Type}: {info.Message}"), TaskState.Failure, run.IgnoresResult ? null : result);
    }

    // What was cancelled from outside ends as that cancellation says, not as its code happened to take it.
    private static EndingKind Overrule(Run run, in Ending ending)
    {
        bool isCodeOver = ending.Kind is EndingKind.Returned or EndingKind.Threw;
        return run.Cause switch
        {
            CancelCause.LeaseLost when isCodeOver => EndingKind.GivenBack,
            CancelCause.Terminated when isCodeOver => EndingKind.Terminated,
            CancelCause.Shutdown when ending.Kind == EndingKind.Threw => EndingKind.GivenBack,
            _ => ending.Kind,
        };
    }

    private static Outcome Acknowledge(Run run, TaskState state, TaskResult? result)
    {
        return new Outcome(Settlement.Acknowledge(run.Delivery), state, result);
    }

    private Outcome Finish(Run run, TaskState state, ExceptionInfo exception, DateTimeOffset now)
    {
        return Acknowledge(run, state, run.IgnoresResult ? null : results.Of(run, state, now, exception));
    }

    private Outcome Fail(Run run, Exception exception, DateTimeOffset now, double random)
    {
        bool isSoftLimit = run.Cause == CancelCause.SoftLimit && Errors.IsCancellation(exception);
        switch (exception)
        {
            case RejectException reject:
                return PutAside(run, reject.Message, Errors.Of(reject), now);
            case TaskArgumentException:
                return Finish(run, TaskState.Failure, Errors.Of(exception), now);
        }

        RetryPolicy policy = run.Definition?.Options.Retry ?? RetryPolicy.Default;
        RetryDecision decision = policy.Decide(exception, run.Headers.Retries, random);
        ExceptionInfo info = isSoftLimit ? Errors.SoftTimeLimit(exception)
            : exception is not RetryException asked ? Errors.Of(exception)
            : asked.InnerException is { } inner ? Errors.Of(inner)
            : decision.IsRetry ? Errors.Of(asked)
            : Errors.MaxRetriesExceeded(run.Headers.Task, run.Headers.Id, asked);
        return decision.Delay is { } delay ? Retry(run, info, delay, now) : Finish(run, TaskState.Failure, info, now);
    }

    private Outcome Retry(Run run, ExceptionInfo exception, TimeSpan delay, DateTimeOffset now)
    {
        DateTimeOffset eta = Later.By(now, delay);
        Settlement settlement = Settlement.Acknowledge(run.Delivery) with { Successor = Retries.Successor(run.Delivery, eta) };
        TaskResult? result = run.IgnoresResult ? null : results.Of(run, TaskState.Retry, now, exception) with { NextRetryAt = eta };
        return new Outcome(settlement, TaskState.Retry, result);
    }

    // Whoever waits for the task learns that it will not come to an end by itself.
    private Outcome PutAside(Run run, string reason, ExceptionInfo exception, DateTimeOffset now)
    {
        TaskResult? result = run.IgnoresResult ? null : results.Of(run, TaskState.Failure, now, exception);
        return new Outcome(Settlement.DeadLetter(run.Delivery, reason), TaskState.Failure, result);
    }

    // What was acknowledged before it ran cannot go back: it is lost, and its result says so.
    private Outcome GiveBack(Run run, DateTimeOffset? availableAt, DateTimeOffset now)
    {
        return run.IsAcknowledged
            ? Finish(run, TaskState.Failure, Errors.WorkerLost($"{settings.Name} stopped while it ran; it had been acknowledged early"), now)
            : new Outcome(Settlement.GiveBack(run.Delivery, availableAt), State: null, Result: null);
    }
}

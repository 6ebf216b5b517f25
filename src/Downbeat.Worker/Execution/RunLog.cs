using Downbeat.Brokers;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Execution;

/// <summary>Says in the log what became of a run.</summary>
internal static class RunLog
{
    public static void Write(ILogger logger, Run run, in Ending ending, Outcome outcome)
    {
        string task = run.Headers.Task;
        string id = run.Headers.Id;
        if (outcome.Settlement.Kind == SettlementKind.DeadLetter)
        {
            logger.DeadLettered(ending.Exception, task, id, outcome.Settlement.Reason ?? "");
        }
        else if (outcome.Settlement.Kind == SettlementKind.GiveBack)
        {
            logger.GivenBack(task, id, outcome.Settlement.AvailableAt);
        }
        else if (outcome.Settlement.Successor is { AvailableAt: { } at })
        {
            logger.Retried(ending.Exception, task, id, run.Headers.Retries + 1, at);
        }
        else if (outcome.State == TaskState.Failure)
        {
            logger.Failed(ending.Exception, task, id, ending.Kind);
        }
        else if (outcome.State == TaskState.Revoked)
        {
            logger.Revoked(task, id, ending.Kind);
        }
        else if (logger.IsEnabled(LogLevel.Debug))
        {
            logger.Succeeded(task, id);
        }
    }
}

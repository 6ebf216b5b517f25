using Downbeat.Paging;
using Downbeat.ResultBackends;

namespace Downbeat.AspNetCore.Operations.Results;

/// <summary>Which results are wanted, newest first. What is null does not narrow.</summary>
internal sealed record ResultFilter
{
    public TaskState? State { get; init; }

    /// <summary>The task's name.</summary>
    public string? Task { get; init; }

    public string? Worker { get; init; }

    public string? Queue { get; init; }

    /// <summary>The periodic task's name.</summary>
    public string? PeriodicTask { get; init; }

    /// <summary>Those whose exception says this.</summary>
    public string? Exception { get; init; }

    /// <summary>Those that were last heard of at or after this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Those that were last heard of before this.</summary>
    public DateTimeOffset? Until { get; init; }

    public PageRequest Page { get; init; } = PageRequest.First;

    /// <summary>
    /// What the backend has an index for: a task's name, or a state that few results are in. The rest is looked for result by result, so far and no
    /// further, because nobody knows how far it is to the next one.
    /// </summary>
    public TaskResultQuery Indexed => Task is not null ? new TaskResultQuery { Name = Task }
        : State is { } state && (state == TaskState.Failure || state == TaskState.Retry || state == TaskState.Revoked) ? new TaskResultQuery { State = state }
        : new TaskResultQuery();

    public bool Matches(TaskResult result)
    {
        DateTimeOffset? at = result.DoneAt ?? result.StartedAt ?? result.ReceivedAt;
        return (State is null || result.State == State)
            && (Task is null || result.Name == Task)
            && (Worker is null || result.Worker == Worker)
            && (Queue is null || result.Queue == Queue)
            && (PeriodicTask is null || result.PeriodicTaskName == PeriodicTask)
            && (Since is null || at >= Since)
            && (Until is null || at < Until)
            && (Exception is null || Says(result, Exception));
    }

    private static bool Says(TaskResult result, string text)
    {
        return result.Exception is { } exception
            && (exception.Type.Contains(text, StringComparison.OrdinalIgnoreCase) || exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}

using Downbeat.Paging;

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

    /// <summary>Whether the backend alone can tell which; what it cannot tell is looked for result by result.</summary>
    public bool IsSearch => Worker is not null || Queue is not null || PeriodicTask is not null || Exception is not null || Since is not null || Until is not null;

    public bool Matches(TaskResult result)
    {
        DateTimeOffset? at = result.DoneAt ?? result.StartedAt ?? result.ReceivedAt;
        return (Worker is null || result.Worker == Worker)
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

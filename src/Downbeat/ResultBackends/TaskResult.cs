using Downbeat.Serialization;

namespace Downbeat;

/// <summary>What the result backend holds of a task.</summary>
public sealed record TaskResult
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>The return value as UTF-8 JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>What it threw, if it did.</summary>
    public ExceptionInfo? Exception { get; init; }

    /// <summary>The task's name.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments by position, as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Args { get; init; }

    /// <summary>The arguments by name, as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Kwargs { get; init; }

    /// <summary>The worker that ran it last.</summary>
    public string? Worker { get; init; }

    /// <summary>The queue it came from.</summary>
    public string? Queue { get; init; }

    /// <summary>How many retries there were.</summary>
    public int Retries { get; init; }

    /// <summary>When a worker took it.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished; null while it is not finished.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>When its next run is due, while it waits for a retry.</summary>
    public DateTimeOffset? NextRetryAt { get; init; }

    /// <summary>The task that sent it.</summary>
    public string? ParentId { get; init; }

    /// <summary>The first task of its workflow.</summary>
    public string? RootId { get; init; }

    /// <summary>The group it belongs to.</summary>
    public string? GroupId { get; init; }

    /// <summary>The periodic task that fired it.</summary>
    public string? PeriodicTaskName { get; init; }

    /// <summary>How far it has come, as it told itself.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>How long its task wants it kept; null when the retention policy alone decides.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>When the cleanup may delete it; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long it ran; null while it is not finished, or when it never started.</summary>
    public TimeSpan? Runtime => DoneAt - StartedAt;
}

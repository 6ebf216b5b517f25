using Downbeat.Paging;

namespace Downbeat.ResultBackends;

/// <summary>Which results are wanted, newest first. What is null does not narrow.</summary>
public sealed record TaskResultQuery
{
    /// <summary>Those in this state.</summary>
    public TaskState? State { get; init; }

    /// <summary>Those of the task with this name.</summary>
    public string? Name { get; init; }

    /// <summary>Which part of the list.</summary>
    public PageRequest Page { get; init; } = PageRequest.First;
}

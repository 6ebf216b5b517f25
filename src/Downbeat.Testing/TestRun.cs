using System.Text.Json;

namespace Downbeat;

/// <summary>One attempt of a task, as a test sees it.</summary>
public sealed record TestRun
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The task's id; attempts of one task share it.</summary>
    public required string TaskId { get; init; }

    /// <summary>Which attempt it was; 1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>The queue its message came from.</summary>
    public required string Queue { get; init; }

    /// <summary>The periodic task that fired it; null when none did.</summary>
    public string? PeriodicTaskName { get; init; }

    /// <summary>The occurrence it ran for; null when no schedule fired it.</summary>
    public DateTimeOffset? NominalTime { get; init; }

    /// <summary>When it began, by the test's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, by the test's clock.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What it returned, as JSON: <c>null</c> for nothing, and for an attempt that failed.</summary>
    public string Result { get; init; } = "null";

    /// <summary>What it threw; null when it did not.</summary>
    public Exception? Exception { get; init; }

    /// <summary>What it returned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="JsonException">It returned something else.</exception>
    public T? ResultAs<T>() => JsonSerializer.Deserialize<T>(Result, JsonSerializerOptions.Web);
}

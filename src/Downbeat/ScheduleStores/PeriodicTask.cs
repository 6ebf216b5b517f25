using System.Text.Json.Nodes;

namespace Downbeat;

/// <summary>A task that is sent by a schedule. This is what an operator or an application says; the schedule store adds what came of it.</summary>
public sealed record PeriodicTask
{
    /// <summary>Describes a periodic task.</summary>
    /// <param name="name">Its name, unique in the store; 1 to 200 characters.</param>
    /// <param name="task">The name of the task it sends.</param>
    public PeriodicTask(string name, string task)
    {
        Name = name;
        Task = task;
    }

    /// <summary>Its name, unique in the store.</summary>
    public string Name { get; init; }

    /// <summary>The name of the task it sends.</summary>
    public string Task { get; init; }

    /// <summary>When it fires. Must be set before it is stored.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The arguments by position.</summary>
    public JsonArray Args { get; init; } = [];

    /// <summary>The arguments by name.</summary>
    public JsonObject Kwargs { get; init; } = [];

    /// <summary>Headers added to every message.</summary>
    public JsonObject Headers { get; init; } = [];

    /// <summary>The queue; as the task says, else the default queue, when null.</summary>
    public string? Queue { get; init; }

    /// <summary>The exchange, for brokers that have them.</summary>
    public string? Exchange { get; init; }

    /// <summary>The routing key, for brokers that route.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>The priority, 0 to 255, higher first.</summary>
    public int? Priority { get; init; }

    /// <summary>Nothing fires at or after this; the task is then disabled. Not together with <see cref="ExpiresAfter"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Each message expires this long after its fire. Not together with <see cref="Expires"/>.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>Whether it is disabled after its next fire.</summary>
    public bool OneOff { get; init; }

    /// <summary>Nothing fires before this.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Whether it fires at all; default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What it is for, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>What becomes of missed occurrences; default: the newest one fires.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Latest;

    /// <summary>An occurrence older than this is not fired; judged again when it is sent. Never too old when null.</summary>
    public TimeSpan? StartingDeadline { get; init; }

    /// <summary>What becomes of an occurrence while the previous run has not finished; default: it fires.</summary>
    public Overlap Overlap { get; init; } = Overlap.Allow;

    /// <summary>Each occurrence is delayed by a stable time in [0, jitter), never past the next one; 0 (the default): not at all.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

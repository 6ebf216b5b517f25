namespace Downbeat.Brokers;

/// <summary>How a worker is doing, as it tells with every heartbeat.</summary>
public sealed record WorkerReport
{
    /// <summary>The machine it runs on.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its process id.</summary>
    public int ProcessId { get; init; }

    /// <summary>Downbeat's version in it.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How many tasks it runs at once at the most.</summary>
    public int Concurrency { get; init; }

    /// <summary>How many it runs now.</summary>
    public int Running { get; init; }

    /// <summary>How many it has finished.</summary>
    public long Processed { get; init; }

    /// <summary>Runs past their hard time limit whose code still has not returned.</summary>
    public int Abandoned { get; init; }

    /// <summary>The names of the tasks it can run.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>The ids of the tasks it runs now, at most 100.</summary>
    public IReadOnlyList<string> RunningIds { get; init; } = [];
}

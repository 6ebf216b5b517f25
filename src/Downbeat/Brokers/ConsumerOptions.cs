namespace Downbeat.Brokers;

/// <summary>Who consumes, and what.</summary>
public sealed record ConsumerOptions
{
    /// <summary>The queues. Messages come by priority, then by age, whichever queue they stand in.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>The worker's name, unique among the living: <c>worker@host.4711</c>.</summary>
    public required string WorkerName { get; init; }

    /// <summary>How long after its last renewal a consumer counts as dead and its messages are delivered to others; default 30 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);
}

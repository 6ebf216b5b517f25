namespace Downbeat.Brokers.InMemory;

/// <summary>A consumer, from its start to its end.</summary>
internal sealed class MemoryWorkerRow
{
    public required long Id { get; init; }

    public required ConsumerOptions Options { get; init; }

    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When it renewed, measured so that no change of the wall clock can be mistaken for silence.</summary>
    public required long RenewedAt { get; set; }

    public required WorkerReport Report { get; set; }

    public bool IsGone { get; set; }
}

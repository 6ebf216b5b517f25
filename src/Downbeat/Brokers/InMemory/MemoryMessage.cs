using Downbeat.Protocol;

namespace Downbeat.Brokers.InMemory;

/// <summary>A message on a queue, or held by a consumer.</summary>
internal sealed class MemoryMessage
{
    public required long Sequence { get; init; }

    public required string Queue { get; init; }

    public required int Priority { get; init; }

    public required TaskMessage Message { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it can be delivered; null when it can be now.</summary>
    public DateTimeOffset? AvailableAt { get; set; }

    /// <summary>The consumer that holds it; 0 for none.</summary>
    public long Consumer { get; set; }

    public int Deliveries { get; set; }

    public string TaskId => Message.Headers.Id;

    public bool IsHeld => Consumer != 0;

    /// <summary>Whether it was delivered twice and lost both times: consumers hold one such message at a time, so that poison spoils no others.</summary>
    public bool IsSuspect => Deliveries > 1;
}

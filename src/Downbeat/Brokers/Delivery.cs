using Downbeat.Protocol;

namespace Downbeat.Brokers;

/// <summary>A message handed to a consumer. A technology derives its own, with what it needs to settle it.</summary>
/// <param name="queue">The queue it came from.</param>
/// <param name="message">The message.</param>
/// <param name="deliveries">How often it was delivered, this time included; 1 for the first time.</param>
/// <param name="isRevoked">Whether its task was revoked before it was delivered.</param>
public abstract class Delivery(string queue, TaskMessage message, int deliveries, bool isRevoked)
{
    /// <summary>The queue it came from.</summary>
    public string Queue { get; } = queue;

    /// <summary>The message.</summary>
    public TaskMessage Message { get; } = message;

    /// <summary>How often it was delivered, this time included; 1 for the first time.</summary>
    public int Deliveries { get; } = deliveries;

    /// <summary>Whether its task was revoked before it was delivered.</summary>
    public bool IsRevoked { get; } = isRevoked;

    /// <summary>When it was put on its queue; null when the broker does not know.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>
    /// How far the broker's clock was ahead of this process's when it was delivered; zero for brokers that go by the clock of the process.
    /// Etas, expiries and retries count by the broker's clock, whatever the clocks of the workers say.
    /// </summary>
    public TimeSpan ClockOffset { get; init; }
}

using Downbeat.Brokers;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A queue and what is in it.</summary>
internal sealed record QueueModel(string Name, long Ready, long Delayed, long Unacknowledged, long DeadLetters, DateTime? OldestReadyAt)
{
    public static QueueModel Of(QueueInfo queue) => new(
        queue.Name, queue.Ready, queue.Delayed, queue.Unacknowledged, queue.DeadLetters, queue.OldestReadyAt?.UtcDateTime);
}

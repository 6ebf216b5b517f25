namespace Downbeat.Brokers;

/// <summary>A queue and what is in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready">Messages that can be delivered now.</param>
/// <param name="Delayed">Messages that wait for their eta.</param>
/// <param name="Unacknowledged">Messages that workers hold.</param>
/// <param name="DeadLetters">Messages put aside.</param>
/// <param name="OldestReadyAt">When the oldest ready message was published; null when there is none.</param>
public sealed record QueueInfo(string Name, long Ready, long Delayed, long Unacknowledged, long DeadLetters, DateTimeOffset? OldestReadyAt);

namespace Downbeat.Brokers;

/// <summary>A worker as the broker knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Queues">The queues it consumes.</param>
/// <param name="SeenAt">Its last heartbeat.</param>
/// <param name="IsAlive">Whether its lease still holds.</param>
/// <param name="Report">What it told of itself.</param>
public sealed record WorkerInfo(string Name, IReadOnlyList<string> Queues, DateTimeOffset SeenAt, bool IsAlive, WorkerReport Report);

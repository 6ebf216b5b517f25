using Downbeat.Protocol;

namespace Downbeat.Brokers;

/// <summary>A message that could not be handled.</summary>
/// <param name="Id">Identifies it among the dead letters.</param>
/// <param name="Queue">The queue it came from.</param>
/// <param name="Message">The message.</param>
/// <param name="Reason">Why it was put aside.</param>
/// <param name="DeadAt">When.</param>
/// <param name="Deliveries">How often it had been delivered.</param>
public sealed record DeadLetter(long Id, string Queue, TaskMessage Message, string Reason, DateTimeOffset DeadAt, int Deliveries);

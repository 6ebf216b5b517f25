using Downbeat.Brokers;

namespace Downbeat.Worker.Execution;

/// <summary>What becomes of a delivery: for the broker, and for the result backend, in one step.</summary>
/// <param name="Settlement">What the broker is told.</param>
/// <param name="State">The state the run ended in; null when it goes back to its queue or is put aside without a result.</param>
/// <param name="Result">What the result backend keeps; null for nothing.</param>
internal sealed record Outcome(Settlement Settlement, TaskState? State, TaskResult? Result);

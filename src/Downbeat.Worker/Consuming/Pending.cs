using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>Something that waits to be written: the outcome of a run, or its acknowledgement before it runs.</summary>
internal sealed class Pending(Run? run, Outcome? outcome)
{
    /// <summary>The run; null for a mark that only tells how far the writing has come.</summary>
    public Run? Run { get; } = run;

    public Outcome? Outcome { get; set; } = outcome;

    /// <summary>Told when it is written, and whether the broker accepted it; nobody when null.</summary>
    public TaskCompletionSource<bool>? Written { get; init; }

    /// <summary>Whether a message that takes its place is published already.</summary>
    public bool IsPublished { get; set; }
}

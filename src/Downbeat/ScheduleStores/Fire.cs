using Downbeat.Brokers;

namespace Downbeat.ScheduleStores;

/// <summary>The durable decision to send one message for one occurrence, or not to send it; history and outbox at once.</summary>
public sealed record Fire
{
    /// <summary>Where the store keeps it; 0 before it is kept.</summary>
    public long Key { get; init; }

    /// <summary>The id of the task it sends. By schedule: made of store, periodic task and occurrence, so that it is the same whoever makes it.</summary>
    public required string TaskId { get; init; }

    /// <summary>The periodic task.</summary>
    public required Guid PeriodicTaskId { get; init; }

    /// <summary>The periodic task's name at that time.</summary>
    public required string PeriodicTaskName { get; init; }

    /// <summary>The task it sends.</summary>
    public required string Task { get; init; }

    /// <summary>Why it exists.</summary>
    public required FireKind Kind { get; init; }

    /// <summary>The occurrence; of a skipped stretch the first one; of a manual fire the moment it was asked for.</summary>
    public required DateTimeOffset Nominal { get; init; }

    /// <summary>When it was due: the occurrence and its jitter.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset FiredAt { get; init; }

    /// <summary>What became of it.</summary>
    public FireOutcome Outcome { get; init; }

    /// <summary>Why it was skipped or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>How many occurrences it stands for: more than 1 in a skipped stretch.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The last occurrence of a skipped stretch; null for a single one.</summary>
    public DateTimeOffset? NominalUntil { get; init; }

    /// <summary>The message, while it still has to be published.</summary>
    public BrokerMessage? Message { get; init; }

    /// <summary>Not sent at or after this: the starting deadline of its occurrence.</summary>
    public DateTimeOffset? SendBefore { get; init; }

    /// <summary>What becomes of it when it is still unsent after the missed-after time.</summary>
    public CatchUp CatchUp { get; init; }

    /// <summary>
    /// In a claim: when the fire was due that is sent instead of this one if both were missed. It is unsent too, by schedule, of the same periodic
    /// task: the next newer one where the newest is caught up with, the thousandth newer where all are. Null when there is none.
    /// </summary>
    public DateTimeOffset? SupersededDue { get; init; }

    /// <summary>
    /// In a claim: whether a relay claimed it before and never said what became of it, most likely because it died. Its message may be with the broker
    /// already; publishing it again is harmless, saying that it was not sent could be untrue.
    /// </summary>
    public bool IsInDoubt { get; init; }

    /// <summary>
    /// When nobody waits any longer to learn what became of its run. Counts on from when it is published, should that be later than it was decided.
    /// Null: nobody can learn it, because its result is not kept or not shared; then it is not looked up.
    /// </summary>
    public DateTimeOffset? GiveUpAt { get; init; }

    /// <summary>The run that is revoked before it is sent, when overlap says so.</summary>
    public string? RevokesTaskId { get; init; }

    /// <summary>When its message was given to the broker.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>How often publishing it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>The state of its run, copied from the result; null while nothing is known.</summary>
    public string? RunState { get; init; }

    /// <summary>When its run started.</summary>
    public DateTimeOffset? RunStartedAt { get; init; }

    /// <summary>When its run finished.</summary>
    public DateTimeOffset? RunDoneAt { get; init; }

    /// <summary>How long after its occurrence it was decided.</summary>
    public TimeSpan Lateness => FiredAt - Nominal;
}

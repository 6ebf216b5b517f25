namespace Downbeat.ScheduleStores;

/// <summary>A periodic task as a store holds it: texts as they are, valid or not. <see cref="PeriodicTaskCodec"/> reads and writes it.</summary>
public sealed record PeriodicTaskRow
{
    /// <summary>Identifies it for good.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The task it sends.</summary>
    public required string Task { get; init; }

    /// <summary>Its schedule's text.</summary>
    public required string Schedule { get; init; }

    /// <summary>The arguments by position: a JSON array.</summary>
    public string Args { get; init; } = "[]";

    /// <summary>The arguments by name: a JSON object.</summary>
    public string Kwargs { get; init; } = "{}";

    /// <summary>Added headers: a JSON object.</summary>
    public string Headers { get; init; } = "{}";

    /// <summary>The queue.</summary>
    public string? Queue { get; init; }

    /// <summary>The exchange.</summary>
    public string? Exchange { get; init; }

    /// <summary>The routing key.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>The priority.</summary>
    public int? Priority { get; init; }

    /// <summary>Nothing fires at or after this.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Each message expires this long after its fire.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>Whether it is disabled after its next fire.</summary>
    public bool OneOff { get; init; }

    /// <summary>Nothing fires before this.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Whether it fires.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>What becomes of missed occurrences: <c>latest</c>, <c>all</c> or <c>none</c>.</summary>
    public string CatchUp { get; init; } = "latest";

    /// <summary>An occurrence older than this is not fired.</summary>
    public TimeSpan? StartingDeadline { get; init; }

    /// <summary>What becomes of an occurrence while the previous run has not finished: <c>allow</c>, <c>skip</c> or <c>cancel_previous</c>.</summary>
    public string Overlap { get; init; } = "allow";

    /// <summary>The range of the stable delay.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Words to find it by: a JSON array of texts.</summary>
    public string Tags { get; init; } = "[]";

    /// <summary>Counts the edits. Beat's own advance leaves it alone, so that it never collides with an operator's edit.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Where an interval's grid starts: when the task was created, enabled, or given a new schedule.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>Occurrences at or before this are settled and never come back, whatever happens to the history.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>The next occurrence; null when there is none, or when it is still to be found.</summary>
    public DateTimeOffset? NextNominal { get; init; }

    /// <summary>When the next occurrence is due: its nominal time and its jitter. Null in an enabled task: to be found by the next tick.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>When it fired last.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>How often it has fired by schedule.</summary>
    public long TotalRuns { get; init; }

    /// <summary>The task id of its last fire by schedule.</summary>
    public string? LastTaskId { get; init; }

    /// <summary>The state of the last fire's run, copied from its result; null while nothing is known.</summary>
    public string? LastOutcome { get; init; }

    /// <summary>Until when an unknown fate of the last fire's run blocks the next (overlap); null when it is known to have finished.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was edited last.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who edited it last.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>Where it comes from: <c>admin</c>, <c>api</c>, <c>cli</c>, <c>code</c>, <c>import</c> or <c>built-in</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The application that declares it, if code does; the source, if it was imported from another scheduler.</summary>
    public string? Application { get; init; }

    /// <summary>What identifies it within the application.</summary>
    public string? DeclarationKey { get; init; }

    /// <summary>The newest version of the application that declared it.</summary>
    public string? DeclarationVersion { get; init; }

    /// <summary>The declaration as the code or the source wants it, as one JSON document; compared to find out what changed there.</summary>
    public string? Declaration { get; init; }

    /// <summary>Whether an operator has edited it since it was declared; the operator's version then stays.</summary>
    public bool IsEdited { get; init; }

    /// <summary>Why it is quarantined; null when it is not.</summary>
    public string? Error { get; init; }

    /// <summary>Why it was disabled; null when nobody said.</summary>
    public string? DisabledReason { get; init; }
}

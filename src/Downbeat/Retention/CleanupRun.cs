namespace Downbeat.Retention;

/// <summary>One cleanup, from its start to its end.</summary>
public sealed record CleanupRun
{
    /// <summary>It runs, or its process died; <see cref="SeenAt"/> tells which.</summary>
    public const string Running = "running";

    /// <summary>It came to its end.</summary>
    public const string Done = "done";

    /// <summary>It was stopped between two batches.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It broke off; the error says why.</summary>
    public const string Failed = "failed";

    /// <summary>Identifies it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who started it: <c>schedule</c>, <c>manual</c>, <c>command line</c>, <c>beat</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The policy it went by, in words.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether it only counted.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last heard of.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it ended; null while it runs, and for ever when its process died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What became of it: <see cref="Running"/>, <see cref="Done"/>, <see cref="Cancelled"/> or <see cref="Failed"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>What could be deleted when it started, by kind of rows.</summary>
    public IReadOnlyDictionary<string, RetentionCount> Candidates { get; init; } = new Dictionary<string, RetentionCount>(StringComparer.Ordinal);

    /// <summary>What it deleted, by kind of rows; in a dry run what it would have deleted.</summary>
    public IReadOnlyDictionary<string, RetentionCount> Deleted { get; init; } = new Dictionary<string, RetentionCount>(StringComparer.Ordinal);

    /// <summary>The database's size in bytes when it started.</summary>
    public long BytesBefore { get; init; }

    /// <summary>The database's size in bytes when it ended.</summary>
    public long? BytesAfter { get; init; }

    /// <summary>How many batches it took.</summary>
    public int Batches { get; init; }

    /// <summary>How long the slowest batch took.</summary>
    public TimeSpan SlowestBatch { get; init; }
}

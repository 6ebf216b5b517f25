namespace Downbeat.Accounts;

/// <summary>A change that somebody made: who, when, what, and what was there before and after.</summary>
public sealed record AuditEntry
{
    /// <summary>Where the store keeps it; 0 before it is kept.</summary>
    public long Key { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string Who { get; init; }

    /// <summary>By which way: <c>admin</c>, <c>api</c>, <c>cli</c>.</summary>
    public required string Way { get; init; }

    /// <summary>What was done: <c>periodic task changed</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, for good: its kind and id, <c>periodic-task/7d0c…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What that was called then.</summary>
    public required string Name { get; init; }

    /// <summary>What was there before, as JSON; null when nothing was. Never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>What is there now, as JSON; null when nothing is. Never a secret.</summary>
    public string? After { get; init; }
}

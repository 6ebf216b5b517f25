namespace Downbeat.Retention;

/// <summary>What a database needs of a cleanup, as data.</summary>
public sealed record RetentionCapabilities
{
    /// <summary>The technology's name: <c>sqlite</c>.</summary>
    public required string Technology { get; init; }

    /// <summary>The database, so that roles that share one are cleaned once.</summary>
    public required string Database { get; init; }

    /// <summary>How long one batch may take: short where there is one writer. Default 50 ms.</summary>
    public TimeSpan BatchBudget { get; init; } = TimeSpan.FromMilliseconds(50);
}

namespace Downbeat.PostgreSql.Connections;

/// <summary>How this process uses its servers.</summary>
internal sealed record PostgreSqlSettings
{
    /// <summary>The database's clock, as an expression of SQL. Tests put one in its place that they can move.</summary>
    public string Clock { get; init; } = "clock_timestamp()";

    /// <summary>How long to ask what became of a commit whose answer was lost.</summary>
    public TimeSpan CommitPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for one's own notification before notifications count as not working.</summary>
    public TimeSpan ProbePatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often those who wait look where notifications do not work.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often those who wait look where notifications work, in case one was lost.</summary>
    public TimeSpan CalmInterval { get; init; } = TimeSpan.FromSeconds(15);
}

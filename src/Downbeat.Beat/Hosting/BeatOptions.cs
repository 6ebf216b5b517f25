namespace Downbeat.Beat.Hosting;

/// <summary>How beat works. The defaults suit everything from one process to many.</summary>
public sealed class BeatOptions
{
    /// <summary>The beat's name, unique among those that live; <c>beat@host.4711</c> when null.</summary>
    public string? Name { get; set; }

    /// <summary>How many periodic tasks one tick claims at the most, 1 to 10,000; default 500.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>How many fires one tick writes at the most, 1 to 100,000; default 5,000. What is left over is fired by the next tick.</summary>
    public int FiresPerTick { get; set; } = 5_000;

    /// <summary>An occurrence that is first seen, or still unsent, later than this past its due time was missed: its catch-up rule decides. Default 10 s.</summary>
    public TimeSpan MissedAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest sleep between two looks at the store, 10 ms to 1 minute; default 1 s. It bounds the harm of a clock that is set.</summary>
    public TimeSpan MaxSleep { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many fires the relay publishes at once, 1 to 10,000; default 200.</summary>
    public int RelayBatchSize { get; set; } = 200;

    /// <summary>How long fires stay with the relay that claimed them, should it die; at least 1 s, default 30 s.</summary>
    public TimeSpan RelayLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a message the broker fails to take is tried before it counts as failed, 1 or more; default 10. A broker that is away does not count.</summary>
    public int PublishAttempts { get; set; } = 10;

    /// <summary>The longest pause before a store, broker or result backend that is away is tried again; at least 100 ms, default 5 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it tells the store how it is doing; at least 1 s, default 10 s.</summary>
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it prunes the store's own history; at least 1 minute, default 1 hour.</summary>
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after its start it prunes first; default 1 minute.</summary>
    public TimeSpan PruneDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>It is not ready when its last tick is longer ago than this; more than <see cref="MaxSleep"/>, default 15 s.</summary>
    public TimeSpan UnreadyAfter { get; set; } = TimeSpan.FromSeconds(15);
}

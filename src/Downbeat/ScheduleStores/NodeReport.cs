namespace Downbeat.ScheduleStores;

/// <summary>A beat, as it tells of itself.</summary>
/// <param name="Name">Its name: <c>beat@host.4711</c>.</param>
public sealed record NodeReport(string Name)
{
    /// <summary>The machine it runs on.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its process id.</summary>
    public int ProcessId { get; init; }

    /// <summary>Downbeat's version in it.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last report.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Its last tick; null before the first.</summary>
    public DateTimeOffset? TickedAt { get; init; }

    /// <summary>How many ticks it has done.</summary>
    public long Ticks { get; init; }

    /// <summary>How many fires it has written.</summary>
    public long Fires { get; init; }

    /// <summary>The worst lateness of a fire in the last minute.</summary>
    public TimeSpan WorstLateness { get; init; }
}

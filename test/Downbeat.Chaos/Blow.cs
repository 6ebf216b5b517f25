namespace Downbeat.Chaos;

/// <summary>Whom it hits, and how.</summary>
internal enum Victim
{
    /// <summary>A worker is killed.</summary>
    Worker,

    /// <summary>A beat is killed.</summary>
    Beat,

    /// <summary>Every process at the same time, the client too: nobody is left who has the files open.</summary>
    Everybody,

    /// <summary>A worker stands still for longer than its lease, and goes on as if nothing had happened.</summary>
    StillWorker,

    /// <summary>A beat stands still for longer than any lease, and goes on as if nothing had happened.</summary>
    StillBeat,

    /// <summary>The server ends every connection.</summary>
    Connections,

    /// <summary>The server dies without a word, and comes back.</summary>
    Server,

    /// <summary>The network cuts every connection.</summary>
    NetworkCut,

    /// <summary>The network carries nothing for a while, then everything.</summary>
    NetworkStall,

    /// <summary>The network is slow for a while.</summary>
    NetworkDelay,
}

/// <summary>One step of the plan.</summary>
/// <param name="Wait">How long after the step before.</param>
/// <param name="Victim">Whom it hits.</param>
/// <param name="Draw">Chooses among those who live.</param>
internal readonly record struct Blow(TimeSpan Wait, Victim Victim, int Draw);

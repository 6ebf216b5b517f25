namespace Downbeat.Chaos;

/// <summary>Who is killed.</summary>
internal enum Victim
{
    Worker,
    Beat,

    /// <summary>Every process at the same time, the client too: nobody is left who has the files open.</summary>
    Everybody,
}

/// <summary>One step of the plan.</summary>
/// <param name="Wait">How long after the step before.</param>
/// <param name="Victim">Who is killed.</param>
/// <param name="Draw">Chooses among those who live.</param>
internal readonly record struct Blow(TimeSpan Wait, Victim Victim, int Draw);

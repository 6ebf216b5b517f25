using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>What is done with a delivery that has just come.</summary>
internal enum Admitted
{
    /// <summary>It runs as soon as a slot is free.</summary>
    Now,

    /// <summary>Its turn is near: it waits here.</summary>
    Soon,

    /// <summary>Its time is far, and its broker cannot hold it: it waits here, out of the way of others.</summary>
    Parked,

    /// <summary>It does not run, as its ending says.</summary>
    Not,
}

/// <param name="Kind">What is done.</param>
/// <param name="Due">When its turn is, by the monotonic clock, if it waits.</param>
/// <param name="Ending">Why it does not run.</param>
internal readonly record struct Admission(Admitted Kind, long Due, Ending Ending)
{
    public static Admission Now => default;

    public static Admission Not(Ending ending) => new(Admitted.Not, 0, ending);
}

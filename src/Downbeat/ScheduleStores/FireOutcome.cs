namespace Downbeat.ScheduleStores;

/// <summary>What became of a fire.</summary>
public enum FireOutcome
{
    /// <summary>Its message still has to be published.</summary>
    Pending,

    /// <summary>Its message is with the broker.</summary>
    Published,

    /// <summary>It was not sent, by a rule of its periodic task; the reason says which.</summary>
    Skipped,

    /// <summary>It was not sent because its message would have expired.</summary>
    Expired,

    /// <summary>Its message could not be made or published; the reason says why.</summary>
    Failed,
}

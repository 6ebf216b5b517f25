namespace Downbeat.ScheduleStores;

/// <summary>How a list of periodic tasks is ordered.</summary>
public enum PeriodicTaskOrder
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>By what fires next, soonest first. Only those that will fire: enabled, not quarantined, with a next occurrence.</summary>
    NextRun,
}

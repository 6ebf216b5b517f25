namespace Downbeat.ScheduleStores;

/// <summary>In which order periodic tasks are listed.</summary>
public enum PeriodicTaskOrder
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>By their next run, the soonest first; those that are disabled, quarantined or still to be planned are left out.</summary>
    NextRun,
}

namespace Downbeat.ScheduleStores;

/// <summary>Why a fire exists.</summary>
public enum FireKind
{
    /// <summary>Its occurrence came.</summary>
    Scheduled,

    /// <summary>Its occurrence had been missed.</summary>
    CatchUp,

    /// <summary>Somebody asked for it.</summary>
    Manual,
}

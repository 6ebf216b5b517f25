namespace Downbeat.ScheduleStores;

/// <summary>What became of an edit.</summary>
public enum EditOutcome
{
    /// <summary>It was written.</summary>
    Done,

    /// <summary>Somebody else has edited the row since; nothing was written.</summary>
    Conflict,

    /// <summary>The row is gone.</summary>
    Gone,

    /// <summary>The new name is taken; nothing was written.</summary>
    NameTaken,
}

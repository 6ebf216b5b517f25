namespace Downbeat;

/// <summary>The four kinds of schedule.</summary>
public enum ScheduleKind
{
    /// <summary>A fixed grid in elapsed time; text form <c>interval</c>.</summary>
    Interval,

    /// <summary>Five crontab fields in a time zone; text form <c>crontab</c>.</summary>
    Crontab,

    /// <summary>An event of the sun at a place; text form <c>solar</c>.</summary>
    Solar,

    /// <summary>One instant; text form <c>clocked</c>.</summary>
    Clocked,
}

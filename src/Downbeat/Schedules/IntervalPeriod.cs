namespace Downbeat;

/// <summary>The unit an interval counts in. A day is always 24 hours: intervals know no daylight saving.</summary>
public enum IntervalPeriod
{
    /// <summary>Millionths of a second; text form <c>microseconds</c>.</summary>
    Microseconds,

    /// <summary>Text form <c>seconds</c>.</summary>
    Seconds,

    /// <summary>Text form <c>minutes</c>.</summary>
    Minutes,

    /// <summary>Text form <c>hours</c>.</summary>
    Hours,

    /// <summary>Periods of 24 hours; text form <c>days</c>.</summary>
    Days,

    /// <summary>Periods of 168 hours; text form <c>weeks</c>.</summary>
    Weeks,
}

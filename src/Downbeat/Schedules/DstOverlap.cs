namespace Downbeat;

/// <summary>What becomes of a local time that occurs twice when the clocks are put back.</summary>
public enum DstOverlap
{
    /// <summary>
    /// The first instant only when minute and hour are plain numbers or lists of them; both when either has <c>*</c>, a range or a step;
    /// text form <c>auto</c>. The default.
    /// </summary>
    Auto,

    /// <summary>The first of the two instants; text form <c>first</c>.</summary>
    First,

    /// <summary>The second of the two instants; text form <c>second</c>.</summary>
    Second,

    /// <summary>Both instants; text form <c>both</c>.</summary>
    Both,
}

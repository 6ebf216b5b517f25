namespace Downbeat;

/// <summary>What becomes of a local time that the clocks skip when they are put forward.</summary>
public enum DstGap
{
    /// <summary>It fires once, at the first valid instant after the gap; text form <c>shift</c>. The default.</summary>
    Shift,

    /// <summary>It does not fire; text form <c>skip</c>.</summary>
    Skip,
}

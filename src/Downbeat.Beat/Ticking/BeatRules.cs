using System.Runtime.InteropServices;

namespace Downbeat.Beat.Ticking;

/// <summary>What decides about occurrences besides the periodic task itself.</summary>
/// <param name="MissedAfter">An occurrence that is seen later than this past its due time was missed.</param>
/// <param name="IsBackendShared">Whether beat can read results; without, nobody can tell whether a run has finished.</param>
/// <param name="Room">How many fires the decision may write; what is left over is decided by the next tick.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BeatRules(TimeSpan MissedAfter, bool IsBackendShared, int Room)
{
    /// <summary>The most fires a row writes in one tick, and the most missed ones that are caught up with.</summary>
    public const int MostFires = 1000;
}

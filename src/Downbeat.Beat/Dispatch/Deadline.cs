using System.Runtime.InteropServices;

namespace Downbeat.Beat.Dispatch;

/// <summary>A budget of time that is not moved when the clock is set.</summary>
/// <param name="Started">The time stamp it began at.</param>
/// <param name="Budget">How long it lasts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Deadline(long Started, TimeSpan Budget)
{
    public bool HasPassed(TimeProvider time) => time.GetElapsedTime(Started) >= Budget;
}

using System.Runtime.InteropServices;

namespace Downbeat.Schedules.Zones;

/// <summary>
/// A change of a zone's offset from UTC, all in seconds. The local clock jumps from <c>At + Before</c> to <c>At + After</c>.
/// </summary>
/// <param name="At">The first second with the new offset.</param>
/// <param name="Before">The offset until then.</param>
/// <param name="After">The offset from then on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Transition(long At, int Before, int After);

using System.Runtime.InteropServices;

namespace Downbeat.Admin.Site;

/// <summary>What somebody may do; pages show no button that would be refused.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Rights(bool View, bool Operate, bool Manage, bool Administer);

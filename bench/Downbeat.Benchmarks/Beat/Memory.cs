using System.Diagnostics;

namespace Downbeat.Benchmarks.Beat;

/// <summary>What this process holds.</summary>
/// <param name="Managed">The managed heap after a full collection.</param>
/// <param name="Resident">What the system has given it.</param>
internal readonly record struct Memory(long Managed, long Resident)
{
    public static Memory Now()
    {
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return new Memory(managed, process.WorkingSet64);
    }

    public override string ToString() => $"{Managed / 1048576.0:N1} MB managed, {Resident / 1048576.0:N0} MB resident";
}

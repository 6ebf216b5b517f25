using System.Buffers.Binary;

namespace Downbeat.ScheduleStores;

/// <summary>The stable delay of an occurrence.</summary>
public static class Jitter
{
    /// <summary>When an occurrence is due: later than its nominal time by a delay in [0, jitter) that depends on task and occurrence alone.</summary>
    /// <param name="periodicTaskId">The periodic task's id.</param>
    /// <param name="nominal">The occurrence.</param>
    /// <param name="jitter">The range of the delay.</param>
    /// <param name="next">The occurrence that follows; the delay ends before it.</param>
    public static DateTimeOffset Due(Guid periodicTaskId, DateTimeOffset nominal, TimeSpan jitter, DateTimeOffset? next)
    {
        long range = Math.Min(jitter.Ticks, next is { } following ? (following - nominal).Ticks : long.MaxValue) / TimeSpan.TicksPerMicrosecond;
        if (range <= 0)
        {
            return nominal;
        }

        // The upper half of the product maps the 64 bits of the hash evenly onto [0, range).
        ulong hash = Hash(periodicTaskId, nominal.ToMicroseconds());
        long delay = (long)Math.BigMul(hash, (ulong)range, out _);
        return nominal.AddTicks(delay * TimeSpan.TicksPerMicrosecond);
    }

    private static ulong Hash(Guid id, long nominal)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        ulong hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ 0x9E3779B97F4A7C15);
        hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        return Mix(hash ^ (ulong)nominal);
    }

    // The finaliser of SplitMix64: every bit of the input reaches every bit of the output.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

using System.Numerics;

namespace Downbeat.Schedules.Crontabs;

/// <summary>One field: its text, with no white space left in it, and the set of values it stands for, a bit each.</summary>
internal readonly record struct CrontabField(string Text, ulong Set)
{
    /// <summary>Whether the text is nothing but plain values, so that it names times of day rather than a rhythm.</summary>
    internal bool IsPlain => !Text.AsSpan().ContainsAny('*', '-', '/');

    internal int[] Values()
    {
        int[] values = new int[BitOperations.PopCount(Set)];
        ulong rest = Set;
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
        }

        return values;
    }
}

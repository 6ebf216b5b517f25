using NpgsqlTypes;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Instants and durations as the server counts them, so that whatever a row holds can be read: infinity too, and months.</summary>
internal static class Timestamps
{
    // The server counts microseconds from 2000-01-01T00:00:00Z.
    private const long Epoch = 946_684_800_000_000;
    private const long LongestDuration = long.MaxValue / TimeSpan.TicksPerMicrosecond;
    private const long DayMicroseconds = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;
    private const int DaysOfMonth = 30;

    public static long ToServer(DateTimeOffset instant) => instant.ToMicroseconds() - Epoch;

    public static DateTimeOffset FromServer(long value)
    {
        return Instants.FromMicroseconds(value > long.MaxValue - Epoch ? long.MaxValue : value + Epoch);
    }

    public static NpgsqlInterval ToServer(TimeSpan duration) => new(0, 0, duration.Ticks / TimeSpan.TicksPerMicrosecond);

    public static TimeSpan FromServer(NpgsqlInterval value)
    {
        Int128 microseconds = value.Time + (((Int128)value.Months * DaysOfMonth) + value.Days) * DayMicroseconds;
        return TimeSpan.FromMicroseconds((long)Int128.Clamp(microseconds, -LongestDuration, LongestDuration));
    }
}

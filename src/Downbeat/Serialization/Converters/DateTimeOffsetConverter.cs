using Downbeat.Protocol;

namespace Downbeat.Serialization.Converters;

/// <summary>
/// An instant: its offset is kept, without one it is UTC. Written in whole microseconds, UTC in the plain dialect as <c>Z</c>.
/// </summary>
internal sealed class DateTimeOffsetConverter(JsonDialect dialect)
    : TextConverter<DateTimeOffset>(dialect, "datetime", "an instant in ISO 8601, such as 2026-01-01T10:00:00Z,")
{
    private static readonly TimeSpan MostOffset = TimeSpan.FromHours(14);

    protected override bool TryParse(ReadOnlySpan<byte> utf8, out DateTimeOffset value)
    {
        if (!IsoTimestamp.TryParse(utf8, out value) || !IsoParts.TryParse(utf8, out IsoParts parts))
        {
            return false;
        }

        // What .NET cannot hold, an offset with seconds or beyond 14 hours, stays in UTC.
        TimeSpan offset = parts.Offset ?? TimeSpan.Zero;
        value = offset.Seconds == 0 && offset.Duration() <= MostOffset ? new DateTimeOffset(parts.Local, offset) : value;
        return true;
    }

    protected override int Format(DateTimeOffset value, Span<byte> utf8, JsonDialect dialect) => IsoForm.Write(value, utf8, dialect);
}

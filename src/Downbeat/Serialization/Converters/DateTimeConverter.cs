using Downbeat.Protocol;

namespace Downbeat.Serialization.Converters;

/// <summary>A point in time: with an offset it is read as UTC, without one its kind is unspecified; written the same way.</summary>
internal sealed class DateTimeConverter(JsonDialect dialect)
    : TextConverter<DateTime>(dialect, "datetime", "a date and time in ISO 8601, such as 2026-01-01T10:00:00,")
{
    protected override bool TryParse(ReadOnlySpan<byte> utf8, out DateTime value)
    {
        value = default;
        if (!IsoTimestamp.TryParse(utf8, out DateTimeOffset instant) || !IsoParts.TryParse(utf8, out IsoParts parts))
        {
            return false;
        }

        value = parts.Offset is null ? parts.Local : instant.UtcDateTime;
        return true;
    }

    protected override int Format(DateTime value, Span<byte> utf8, JsonDialect dialect) =>
        value.Kind == DateTimeKind.Unspecified
            ? IsoTimestamp.FormatNaive(value, utf8)
            : IsoForm.Write(new DateTimeOffset(value), utf8, dialect);
}

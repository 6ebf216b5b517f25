using System.Globalization;
using Downbeat.Protocol;

namespace Downbeat.Serialization.Converters;

/// <summary>A date; in the plain dialect kombu writes it with midnight, <c>2030-01-02T00:00:00</c>, and so it is read.</summary>
internal sealed class DateOnlyConverter(JsonDialect dialect)
    : TextConverter<DateOnly>(dialect, "date", "a date such as 2026-01-31, or with T00:00:00 behind it,")
{
    protected override bool TryParse(ReadOnlySpan<byte> utf8, out DateOnly value)
    {
        bool isDate = IsoParts.TryParse(utf8, out IsoParts parts) && parts.Local.TimeOfDay == TimeSpan.Zero;
        value = DateOnly.FromDateTime(parts.Local);
        return isDate;
    }

    protected override int Format(DateOnly value, Span<byte> utf8, JsonDialect dialect)
    {
        value.TryFormat(utf8, out int written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (dialect == JsonDialect.Typed)
        {
            return written;
        }

        "T00:00:00"u8.CopyTo(utf8[written..]);
        return written + 9;
    }

    protected override bool IsMarker(string type) => type is "date" or "datetime";
}

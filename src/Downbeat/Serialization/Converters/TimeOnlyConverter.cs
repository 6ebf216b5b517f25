using System.Globalization;
using Downbeat.Protocol;

namespace Downbeat.Serialization.Converters;

/// <summary>A time of day without an offset, in whole microseconds: <c>03:04:05.123456</c>.</summary>
internal sealed class TimeOnlyConverter(JsonDialect dialect)
    : TextConverter<TimeOnly>(dialect, "time", "a time of day such as 03:04:05, without an offset,")
{
    protected override bool TryParse(ReadOnlySpan<byte> utf8, out TimeOnly value)
    {
        bool isTime = IsoParts.TryTakeTime(ref utf8, out TimeSpan time) && utf8.IsEmpty;
        value = isTime ? TimeOnly.FromTimeSpan(time) : default;
        return isTime;
    }

    protected override int Format(TimeOnly value, Span<byte> utf8, JsonDialect dialect)
    {
        value.TryFormat(utf8, out int written, "HH:mm:ss", CultureInfo.InvariantCulture);
        return written + IsoTimestamp.Fraction(value.Ticks % TimeSpan.TicksPerSecond, utf8[written..]);
    }
}

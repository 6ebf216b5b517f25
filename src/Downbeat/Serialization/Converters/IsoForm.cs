using Downbeat.Protocol;

namespace Downbeat.Serialization.Converters;

/// <summary>
/// Instants as kombu writes them: UTC is <c>Z</c> in the plain dialect; <c>fromisoformat</c>, which reads the typed one, wants
/// <c>+00:00</c>.
/// </summary>
internal static class IsoForm
{
    public static int Write(DateTimeOffset value, Span<byte> utf8, JsonDialect dialect)
    {
        if (dialect == JsonDialect.Typed || value.Offset != TimeSpan.Zero)
        {
            return IsoTimestamp.Format(value, utf8);
        }

        int written = IsoTimestamp.FormatNaive(value.DateTime, utf8);
        utf8[written] = (byte)'Z';
        return written + 1;
    }
}

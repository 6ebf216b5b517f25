using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Downbeat.Serialization.Converters;

/// <summary>
/// A duration: seconds as a number, exact to the tick, as Python's <c>total_seconds()</c>; read from <c>hh:mm:ss</c> too.
/// </summary>
internal sealed class TimeSpanConverter : JsonConverter<TimeSpan>
{
    // Far beyond what a TimeSpan holds, and small enough to be counted in ticks.
    private const decimal MostSeconds = 1e12m;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal seconds) && Math.Abs(seconds) < MostSeconds)
        {
            decimal ticks = decimal.Round(seconds * TimeSpan.TicksPerSecond);
            if (ticks is >= long.MinValue and <= long.MaxValue)
            {
                return TimeSpan.FromTicks((long)ticks);
            }
        }

        return reader.TokenType == JsonTokenType.String
            && TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out TimeSpan duration)
                ? duration
                : throw new JsonException("what stands there is no duration; allowed: a number of seconds, or a text such as 01:30:00");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
}

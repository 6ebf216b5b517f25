using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Downbeat.Serialization.Converters;

/// <summary>A whole number of any size, kept to the digit: Python's <c>int</c>.</summary>
internal sealed class BigIntegerConverter : JsonConverter<BigInteger>
{
    // Python's own limit; the time to read a number grows with the square of its length.
    private const int MostDigits = 4300;

    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Number or JsonTokenType.String
        && reader.ValueSpan.Length <= MostDigits
        && BigInteger.TryParse(
            Encoding.UTF8.GetString(reader.ValueSpan), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw new JsonException($"what stands there is no whole number; allowed: digits, at most {MostDigits}");

    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
}

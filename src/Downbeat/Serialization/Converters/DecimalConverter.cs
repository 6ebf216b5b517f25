using System.Globalization;
using System.Text.Json;

namespace Downbeat.Serialization.Converters;

/// <summary>A decimal number, written as a text so that no reader takes it for a binary fraction; read from numbers too.</summary>
internal sealed class DecimalConverter(JsonDialect dialect) : TextConverter<decimal>(dialect, "decimal", "a number within ±7.9e28")
{
    private const NumberStyles PythonStyle =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    protected override bool TryRead(ref Utf8JsonReader reader, out decimal value) =>
        reader.TokenType == JsonTokenType.Number ? reader.TryGetDecimal(out value) : base.TryRead(ref reader, out value);

    protected override bool TryReadTyped(ref Utf8JsonReader reader, out decimal value) => TryRead(ref reader, out value);

    protected override bool TryParse(ReadOnlySpan<byte> utf8, out decimal value) =>
        decimal.TryParse(utf8, PythonStyle, CultureInfo.InvariantCulture, out value);

    protected override int Format(decimal value, Span<byte> utf8, JsonDialect dialect)
    {
        value.TryFormat(utf8, out int written, default, CultureInfo.InvariantCulture);
        return written;
    }
}

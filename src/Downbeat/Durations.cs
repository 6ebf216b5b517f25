using System.Globalization;

namespace Downbeat;

/// <summary>Times as people write them in configuration and on the command line.</summary>
public static class Durations
{
    private const string Allowed = "seconds (90, 0.5), a number with a unit (500ms, 90s, 15m, 12h, 1d, 2w) or hours:minutes:seconds (1:30:00)";

    /// <summary>Reads a time: <c>90</c>, <c>500ms</c>, <c>15m</c>, <c>12h</c>, <c>1d</c>, <c>2w</c> or <c>1:30:00</c>.</summary>
    /// <param name="field">The field it stands in, for refusals.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidValueException">It is no time, or a negative one.</exception>
    public static TimeSpan Parse(string field, string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.Contains(':'))
        {
            return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out TimeSpan clock) && clock >= TimeSpan.Zero
                ? clock
                : throw new InvalidValueException(field, text, Allowed);
        }

        int digits = trimmed.LastIndexOfAnyInRange('0', '9') + 1;
        double unit = trimmed[digits..] switch
        {
            "ms" => 0.001,
            "" or "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            "w" => 604_800,
            _ => throw new InvalidValueException(field, text, Allowed),
        };

        return double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * unit < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromTicks((long)Math.Round(number * unit * TimeSpan.TicksPerSecond))
            : throw new InvalidValueException(field, text, Allowed);
    }

    /// <summary>Reads a time that may be missing: <c>none</c>, <c>never</c> and an empty text stand for null.</summary>
    /// <param name="field">The field it stands in, for refusals.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidValueException">It is no time, or a negative one.</exception>
    public static TimeSpan? ParseOrNone(string field, string? text)
    {
        return string.IsNullOrWhiteSpace(text) || text.Trim().ToUpperInvariant() is "NONE" or "NEVER" ? null : Parse(field, text);
    }
}

using System.Globalization;

namespace Downbeat;

/// <summary>So many runs in a time, on each worker.</summary>
/// <param name="Count">How many; more than zero.</param>
/// <param name="Per">In which time; more than zero.</param>
/// <seealso href="https://docs.celeryq.dev/en/stable/userguide/tasks.html#Task.rate_limit">Celery's <c>rate_limit</c> has the same text form.</seealso>
public readonly record struct RateLimit(double Count, TimeSpan Per)
{
    private const string Allowed = "a number above zero, alone (a second) or followed by /s, /m or /h: 10/s, 100/m, 5/h";

    /// <summary>The time one run takes up.</summary>
    public TimeSpan Spacing => Per / Count;

    /// <summary>Reads <c>10/s</c>, <c>100/m</c>, <c>5/h</c> or a plain number of runs a second.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidValueException">The text is no rate limit.</exception>
    public static RateLimit Parse(string text)
    {
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        TimeSpan per = TimeSpan.FromSeconds(1);
        int slash = number.IndexOf('/');
        if (slash >= 0)
        {
            per = number[(slash + 1)..] switch
            {
                "s" => TimeSpan.FromSeconds(1),
                "m" => TimeSpan.FromMinutes(1),
                "h" => TimeSpan.FromHours(1),
                _ => throw new InvalidValueException("rate_limit", text, Allowed),
            };
            number = number[..slash];
        }

        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count > 0 && double.IsFinite(count)
            ? new RateLimit(count, per)
            : throw new InvalidValueException("rate_limit", text, Allowed);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        string unit = Per == TimeSpan.FromHours(1) ? "h" : Per == TimeSpan.FromMinutes(1) ? "m" : "s";
        return string.Create(CultureInfo.InvariantCulture, $"{Count}/{unit}");
    }
}

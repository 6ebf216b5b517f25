using System.Diagnostics.CodeAnalysis;

namespace Downbeat;

/// <summary>The checks that options, messages and periodic tasks share, so that a rule is worded once.</summary>
internal static class Check
{
    public const int LongestName = 200;

    public static string Name(string field, [NotNull] string? value)
    {
        return value is { Length: <= LongestName } && !string.IsNullOrWhiteSpace(value) && !HasControl(value)
            ? value
            : throw new InvalidValueException(field, value, $"1 to {LongestName} characters, none of them a control character");
    }

    public static string? QueueName(string field, string? value)
    {
        return value is null ? null : Name(field, value);
    }

    public static int? Priority(string field, int? value)
    {
        return value is null or (>= 0 and <= 255) ? value : throw new InvalidValueException(field, value, "0 to 255, higher first");
    }

    public static TimeSpan? Positive(string field, TimeSpan? value)
    {
        return value is null || value > TimeSpan.Zero ? value : throw new InvalidValueException(field, value, "more than zero");
    }

    private static bool HasControl(string value)
    {
        foreach (char c in value)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}

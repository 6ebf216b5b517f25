using System.Diagnostics.CodeAnalysis;

namespace Downbeat;

/// <summary>The checks that options, messages and periodic tasks share, so that a rule is worded once.</summary>
internal static class Check
{
    public const int LongestName = 200;

    public static string Name(string field, [NotNull] string? value)
    {
        return value is { Length: <= LongestName } && !string.IsNullOrWhiteSpace(value) && IsShowable(value)
            ? value
            : throw new InvalidValueException(field, value, $"1 to {LongestName} whole characters, none of them a control character");
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

    // Half a surrogate pair is no character: it could not be sent and would not be found again.
    private static bool IsShowable(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i]) || (char.IsSurrogate(value[i]) && !char.IsSurrogatePair(value, i++)))
            {
                return false;
            }
        }

        return true;
    }
}

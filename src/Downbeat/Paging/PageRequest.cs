using System.Globalization;

namespace Downbeat.Paging;

/// <summary>Which part of a list is wanted.</summary>
public sealed record PageRequest
{
    /// <summary>The most a page can hold.</summary>
    public const int MaxTake = 1000;

    /// <summary>The first hundred.</summary>
    public static PageRequest First { get; } = new();

    /// <summary>At most so many items, 1 to 1,000; default 100.</summary>
    public int Take
    {
        get;
        init => field = value is >= 1 and <= MaxTake ? value : throw new InvalidValueException("take", value, $"1 to {MaxTake}");
    } = 100;

    /// <summary>Where the page before ended (<see cref="Page{T}.Next"/>); null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Reads <see cref="After"/> for lists whose pages end with a number; null for the first page.</summary>
    /// <exception cref="InvalidValueException">It is no number: it comes from another list, or was made up.</exception>
    public long? ReadAfterNumber()
    {
        return After is null ? null
            : long.TryParse(After, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw new InvalidValueException("after", After, "what the page before gave as its next");
    }
}

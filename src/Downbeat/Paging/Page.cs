namespace Downbeat.Paging;

/// <summary>A part of a list. Reading the next part costs the same however far one has come: nothing is counted or skipped.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="Next">Asks for the part that follows; null at the end. Found by reading one item more than asked for.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>A list with nothing in it.</summary>
    public static Page<T> Empty { get; } = new([], null);
}

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">What to send as <c>after</c> to get the part that follows; null at the end.</param>
internal sealed record PageModel<T>(IReadOnlyList<T> Items, string? Next);

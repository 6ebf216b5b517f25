namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A part of a list of results.</summary>
/// <param name="Items">The results.</param>
/// <param name="Next">What to send as <c>after</c> to go on; null at the end. A search can come back with few items, or none, and still have a next.</param>
/// <param name="Looked">How many results were looked at.</param>
internal sealed record ResultPageModel(IReadOnlyList<ResultModel> Items, string? Next, int Looked);

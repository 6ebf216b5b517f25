namespace Downbeat.AspNetCore.Operations.Results;

/// <summary>A part of a list of results.</summary>
/// <param name="Items">The results.</param>
/// <param name="Next">Asks for the part that follows; null at the end.</param>
/// <param name="Looked">
/// How many were looked at. A search looks at so many at the most and can come back with few or none although more follow: then
/// <paramref name="Next"/> goes on.
/// </param>
internal sealed record FoundResults(IReadOnlyList<TaskResult> Items, string? Next, int Looked);

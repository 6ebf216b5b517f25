namespace Downbeat.AspNetCore.Operations.Overviews;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Kind">Which kind: <c>no-beat</c>.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Subject">What it is about: a queue's name, a periodic task's id; null for nothing of its own.</param>
internal sealed record Warning(string Kind, string Text, string Advice, string? Subject = null);

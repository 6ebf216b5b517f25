namespace Downbeat.Admin.Pages.Overview;

/// <summary>Something an operator should deal with.</summary>
/// <param name="Tone">How bad: <c>bad</c>, <c>warn</c> or <c>info</c>.</param>
/// <param name="Text">What is wrong and what to do, with places for values.</param>
/// <param name="Values">The values.</param>
/// <param name="Path">Where to do it; null for nowhere on this site.</param>
internal sealed record Warning(string Tone, string Text, object?[] Values, string? Path);

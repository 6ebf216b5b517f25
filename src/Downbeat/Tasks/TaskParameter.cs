namespace Downbeat.Tasks;

/// <summary>A parameter of a task that comes from its message.</summary>
/// <param name="Name">Its name, as it stands in the named arguments.</param>
/// <param name="Type">Its type in C#'s words: <c>int</c>, <c>string?</c>, <c>Report</c>.</param>
/// <param name="Default">Its default as JSON; null when it must be given.</param>
public sealed record TaskParameter(string Name, string Type, string? Default = null);

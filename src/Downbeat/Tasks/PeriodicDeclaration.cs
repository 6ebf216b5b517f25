namespace Downbeat.Tasks;

/// <summary>A periodic task declared in code.</summary>
/// <param name="Key">What identifies it within its application across versions: its name, unless code says otherwise.</param>
/// <param name="Task">The periodic task as the code wants it.</param>
public sealed record PeriodicDeclaration(string Key, PeriodicTask Task);

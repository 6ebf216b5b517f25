namespace Downbeat.Generators.Models;

/// <summary>A periodic task that a declaration brings along.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schedule">Its schedule as generated code writes it.</param>
/// <param name="Kwargs">Its arguments by name as a JSON object; null for none.</param>
internal sealed record PeriodicModel(string Name, string Schedule, string? Kwargs);

namespace Downbeat.Hosting;

/// <summary>Which version a database has, and which one this program wants.</summary>
/// <param name="Database">The database.</param>
/// <param name="Current">The version it has; 0 when it has none.</param>
/// <param name="Wanted">The newest version this program knows.</param>
public sealed record SchemaStatus(string Database, int Current, int Wanted);

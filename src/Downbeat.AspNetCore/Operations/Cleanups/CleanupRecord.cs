using Downbeat.Retention;

namespace Downbeat.AspNetCore.Operations.Cleanups;

/// <summary>A cleanup of a database.</summary>
/// <param name="Database">Which; without secrets.</param>
/// <param name="Run">Its record.</param>
/// <param name="IsLost">Whether it says that it runs, but has not been heard of for so long that its process must have died.</param>
internal sealed record CleanupRecord(string Database, CleanupRun Run, bool IsLost);

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>One that it could not be done with, and why.</summary>
internal sealed record BulkFailure(Guid Id, string Name, string Error);

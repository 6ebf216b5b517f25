namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Why something is done.</summary>
internal sealed record ReasonModel(string? Reason = null);

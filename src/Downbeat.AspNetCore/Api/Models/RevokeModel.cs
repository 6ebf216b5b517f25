namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Why a task is revoked, and whether a run under way is cancelled too.</summary>
internal sealed record RevokeModel(string? Reason = null, bool Terminate = true);

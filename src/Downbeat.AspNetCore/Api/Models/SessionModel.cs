namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Who asks, and what that is allowed.</summary>
internal sealed record SessionModel(string Name, string? Role, bool HasAccounts, IReadOnlyList<string> May);

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What shall be different about a user.</summary>
internal sealed record UserPatch(string? Name = null, string? Role = null, bool? Active = null);

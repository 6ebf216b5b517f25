namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Another password; whoever changes the own one says the current one too.</summary>
internal sealed record PasswordModel(string Password, string? Current = null);

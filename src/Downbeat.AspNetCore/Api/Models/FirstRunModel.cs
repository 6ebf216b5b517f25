namespace Downbeat.AspNetCore.Api.Models;

/// <summary>The first administrator.</summary>
internal sealed record FirstRunModel(string Token, string Name, string Password);

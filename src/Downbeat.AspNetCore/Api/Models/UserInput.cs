namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A user to be added.</summary>
internal sealed record UserInput(string Name, string Password, string Role = "viewer");

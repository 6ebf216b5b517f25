namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Who signs in.</summary>
internal sealed record SignInModel(string Name, string Password);

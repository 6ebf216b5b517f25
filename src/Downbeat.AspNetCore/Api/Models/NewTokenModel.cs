namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A token that was made. Its secret is shown this once.</summary>
internal sealed record NewTokenModel(string Secret, CredentialModel Token);

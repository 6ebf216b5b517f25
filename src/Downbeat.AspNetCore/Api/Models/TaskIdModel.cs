namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A task that was sent.</summary>
internal sealed record TaskIdModel(string TaskId);

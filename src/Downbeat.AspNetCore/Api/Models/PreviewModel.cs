namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A schedule that is being typed.</summary>
internal sealed record PreviewModel(string Schedule, string? StartTime = null, string? Expires = null, string? Zone = null, int Count = 10);

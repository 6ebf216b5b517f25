namespace Downbeat.AspNetCore.Api.Models;

/// <summary>How far a task has come.</summary>
internal sealed record ProgressModel(double Done, double? Total, string? Message);

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A rule for some results.</summary>
internal sealed record RetentionRuleModel(string? Task, string? State, double? KeepSeconds, long? MaxPerTask);

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What a task threw.</summary>
internal sealed record ExceptionModel(string Type, string? Module, string Message, string? Traceback);

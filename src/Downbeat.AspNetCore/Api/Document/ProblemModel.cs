namespace Downbeat.AspNetCore.Api.Document;

/// <summary>Why a request was refused, or failed (RFC 9457).</summary>
internal sealed record ProblemModel(string Type, string Title, int Status, string Detail, string? Field = null, string? Value = null, string? Allowed = null);

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A database and its size.</summary>
internal sealed record DatabaseModel(string Name, long Bytes);

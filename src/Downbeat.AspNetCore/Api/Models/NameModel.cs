namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A name.</summary>
internal sealed record NameModel(string Name);

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>With how many it was done.</summary>
internal sealed record CountModel(long Count);

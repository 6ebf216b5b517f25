namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A token to be made: what it is called, the most it may do, and for how many days it is good; for ever when null.</summary>
internal sealed record TokenInput(string Name, string Role = "viewer", int? Days = null);

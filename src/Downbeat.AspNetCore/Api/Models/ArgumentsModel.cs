using System.Text.Json.Nodes;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Other arguments for one run; those that are there when null.</summary>
internal sealed record ArgumentsModel(JsonArray? Args = null, JsonObject? Kwargs = null, string? Queue = null);

using System.Text.Json.Nodes;
using Downbeat.Accounts;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Who changed what.</summary>
internal sealed record ChangeModel(
    DateTime At, string Who, string Way, string Action, string Subject, string Name, JsonNode? Before, JsonNode? After)
{
    public static ChangeModel Of(AuditEntry entry) => new(
        entry.At.UtcDateTime, entry.Who, entry.Way, entry.Action, entry.Subject, entry.Name, Parse(entry.Before), Parse(entry.After));

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}

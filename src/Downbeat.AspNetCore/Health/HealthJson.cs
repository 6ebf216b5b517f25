using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Downbeat.AspNetCore.Health;

/// <summary>Writes a health report as JSON: a status, and a line for each thing that was checked.</summary>
internal static class HealthJson
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = new JsonObject();
        foreach ((string name, object detail) in report.Entries.Values.SelectMany(entry => entry.Data))
        {
            checks[name] = detail.ToString();
        }

        context.Response.ContentType = "application/json";
        var body = new JsonObject { ["status"] = report.Status == HealthStatus.Healthy ? "ready" : "not ready", ["checks"] = checks };
        return context.Response.WriteAsync(body.ToJsonString(JsonSerializerOptions.Web), context.RequestAborted);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>Writes refusals as problem details (RFC 9457).</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        HttpResponse response = context.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = ContentType;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (refusal.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var json = new JsonObject
        {
            ["type"] = "urn:downbeat:problem:" + refusal.Kind,
            ["title"] = refusal.Title,
            ["status"] = refusal.Status,
            ["detail"] = refusal.Detail,
        };
        if (refusal.Field is not null)
        {
            json["field"] = refusal.Field;
            json["value"] = refusal.Value;
            json["allowed"] = refusal.Allowed;
        }

        return response.WriteAsync(json.ToJsonString(ApiJson.Options), context.RequestAborted);
    }
}

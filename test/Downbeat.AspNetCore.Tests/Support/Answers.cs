using System.Net;
using System.Text.Json.Nodes;

namespace Downbeat.AspNetCore.Tests.Support;

internal static class Answers
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(Site.Token);
        return JsonNode.Parse(text) ?? throw new InvalidOperationException(text);
    }

    public static async Task<JsonNode> DoneAsync(this Task<HttpResponseMessage> pending, HttpStatusCode status = HttpStatusCode.OK)
    {
        HttpResponseMessage answer = await pending;
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync(Site.Token));
        return status == HttpStatusCode.NoContent ? new JsonObject() : await answer.JsonAsync();
    }

    public static async Task<JsonNode> RefusedAsync(this Task<HttpResponseMessage> pending, HttpStatusCode status, string kind)
    {
        HttpResponseMessage answer = await pending;
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync(Site.Token));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode problem = await answer.JsonAsync();
        problem["type"]!.GetValue<string>().ShouldBe("urn:downbeat:problem:" + kind);
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        return problem;
    }
}

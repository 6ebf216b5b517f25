using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Api.Document;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>The OpenAPI document.</summary>
internal static class DocumentApi
{
    private const string Path = "/openapi.json";

    public static IEnumerable<ApiOperation> Operations => [ApiOperation.Get(Path, "This document", ShowAsync)];

    private static Task<IResult> ShowAsync(ApiCall call)
    {
        JsonObject document = OpenApiDocument.Create(ApiOperations.All, call.Address("").TrimEnd('/'));
        return Task.FromResult(Results.Text(document.ToJsonString(ApiJson.Options), "application/json"));
    }
}

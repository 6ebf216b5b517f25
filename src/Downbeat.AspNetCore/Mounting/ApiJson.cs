using System.Text.Encodings.Web;
using System.Text.Json;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>How the API reads and writes JSON, whatever the application it is mounted into prefers: names as columns have them, <c>next_run_at</c>.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Default)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 128,
    };
}

using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Worker.Execution;

/// <summary>Reads the headers Downbeat adds to Celery's. What is not of the right kind says nothing.</summary>
internal static class HeaderValues
{
    public static string? Text(TaskHeaders headers, string name)
    {
        return headers.Extra.Count > 0 && headers.Extra.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }

    public static TimeSpan? Seconds(TaskHeaders headers, string name)
    {
        return headers.Extra.Count > 0 && headers.Extra.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? Later.FromSeconds(value.GetDouble())
            : null;
    }
}

using System.Collections.Frozen;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>No added headers; shared, because most messages have none.</summary>
internal static class NoHeaders
{
    public static readonly IReadOnlyDictionary<string, JsonElement> Instance = FrozenDictionary<string, JsonElement>.Empty;
}

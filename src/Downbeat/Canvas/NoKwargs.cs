using System.Collections.Frozen;

namespace Downbeat.Canvas;

internal static class NoKwargs
{
    public static readonly IReadOnlyDictionary<string, object?> Instance = FrozenDictionary<string, object?>.Empty;
}

using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>Whether the project lets generated code of Downbeat replace calls.</summary>
internal static class Interception
{
    private static readonly string[] Features = ["InterceptorsNamespaces", "InterceptorsPreviewNamespaces"];

    public static bool IsEnabled(ParseOptions options)
    {
        return Features.Any(feature => options.Features.TryGetValue(feature, out string? namespaces)
            && namespaces.Split(';').Select(static each => each.Trim()).Any(static each => each is "Downbeat" or Names.GeneratedNamespace));
    }
}

using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>How the serializer makes an object: by its rules for constructors, interfaces and abstract classes.</summary>
internal static class JsonConstruction
{
    private const string Json = "System.Text.Json.Serialization.";

    /// <summary>Why no object can be made, as the end of a sentence; null when one can.</summary>
    public static string? Problem(INamedTypeSymbol type, out IMethodSymbol? constructor)
    {
        constructor = null;
        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
        {
            bool isKnown = type.Attribute(Json + "JsonDerivedTypeAttribute") is not null
                || type.Attribute(Json + "JsonPolymorphicAttribute") is not null;
            string kind = type.TypeKind == TypeKind.Interface ? "an interface" : "abstract";
            return isKnown ? null : $"is {kind}, and JSON does not say what to make of it; name its classes with [JsonDerivedType]";
        }

        IMethodSymbol[] all = [.. type.InstanceConstructors.Where(each => each.DeclaredAccessibility == Accessibility.Public && !IsCopy(each, type))];
        constructor = type.InstanceConstructors.FirstOrDefault(static each => each.Attribute(Json + "JsonConstructorAttribute") is not null)
            ?? all.FirstOrDefault(static each => each.Parameters.Length == 0)
            ?? (all.Length == 1 ? all[0] : null);
        if (constructor is null)
        {
            return all.Length == 0
                ? "has no public constructor for the serializer to call"
                : "has several public constructors; mark one with [JsonConstructor]";
        }

        string[] properties = [.. Members(type).Select(static member => member.Name)];
        IParameterSymbol? stray = constructor.Parameters.FirstOrDefault(
            parameter => !properties.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase));
        return stray is null
            ? null
            : $"is made with '{stray.Name}', which is none of its properties; if it is a service, mark the parameter with [FromServices]";
    }

    public static bool Takes(IMethodSymbol? constructor, IPropertySymbol property)
    {
        return constructor?.Parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)) == true;
    }

    /// <summary>The public properties that take part, inherited ones included.</summary>
    public static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        return Members(type).OfType<IPropertySymbol>().Where(static property =>
            property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } && !IsIgnored(property));
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        return type.WithBases().TakeWhile(static each => each.SpecialType == SpecialType.None).SelectMany(static each => each.GetMembers())
            .Where(static member =>
                member is IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public });
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type)
    {
        return type.IsRecord && constructor.Parameters is [{ Type: { } taken }] && SymbolEqualityComparer.Default.Equals(taken, type);
    }

    private static bool IsIgnored(IPropertySymbol property)
    {
        const int Always = 1;
        return property.Attribute(Json + "JsonIgnoreAttribute") is { } ignore && (ignore.Named("Condition")?.Value ?? Always) is Always;
    }
}

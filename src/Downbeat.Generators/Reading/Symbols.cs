using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

internal static class Symbols
{
    private static readonly SymbolDisplayFormat Plain = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat Annotated =
        Plain.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Spoken = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat InContainers = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes);

    /// <summary>The namespace as generated code declares it.</summary>
    public static string Qualified(this INamespaceSymbol space) => space.ToDisplayString(Plain)["global::".Length..];

    /// <summary>The type as generated code writes it.</summary>
    public static string Qualified(this ITypeSymbol type) => type.ToDisplayString(Annotated);

    /// <summary>The type as generated code writes it, without the question mark of a reference type, as <c>typeof</c> wants it.</summary>
    public static string Bare(this ITypeSymbol type) =>
        (type.IsReferenceType ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type).ToDisplayString(Annotated);

    /// <summary>The type without any question marks of reference types.</summary>
    public static string Erased(this ITypeSymbol type) => type.ToDisplayString(Plain);

    /// <summary>The type as people write it.</summary>
    public static string Words(this ITypeSymbol type) => type.ToDisplayString(Spoken);

    /// <summary>The name with those of the types around it.</summary>
    public static string NameInContainers(this ITypeSymbol type) => type.ToDisplayString(InContainers);

    public static string FullName(this ITypeSymbol type)
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = $"{outer.MetadataName}.{name}";
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{name}" : name;
    }

    public static bool Is(this ITypeSymbol? type, string fullName) =>
        type is not null && fullName.EndsWith(type.MetadataName, StringComparison.Ordinal) && type.FullName() == fullName;

    public static bool IsOrDerivesFrom(this ITypeSymbol type, string fullName) => type.WithBases().Any(each => each.Is(fullName));

    public static bool Implements(this ITypeSymbol type, string fullName) =>
        type.Is(fullName) || type.AllInterfaces.Any(each => each.OriginalDefinition.Is(fullName)) || type.OriginalDefinition.Is(fullName);

    public static IEnumerable<ITypeSymbol> WithBases(this ITypeSymbol type)
    {
        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            yield return each;
        }
    }

    /// <summary>The type and those around it, from the inside out.</summary>
    public static IEnumerable<INamedTypeSymbol> OutwardTypes(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            yield return each;
        }
    }

    public static AttributeData? Attribute(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(fullName));

    /// <summary>The type behind the question mark of a value type.</summary>
    public static ITypeSymbol? NullableValue(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } named ? named.TypeArguments[0] : null;
}

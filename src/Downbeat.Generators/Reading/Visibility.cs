using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>Who can see a type, and whether generated code can write it at all.</summary>
internal static class Visibility
{
    /// <summary>Whether code elsewhere in the assembly can name the type.</summary>
    public static bool IsSpeakable(ITypeSymbol type)
    {
        return type switch
        {
            IArrayTypeSymbol array => IsSpeakable(array.ElementType),
            IDynamicTypeSymbol => true,
            INamedTypeSymbol named => IsReachable(named)
                && named is { TypeKind: not TypeKind.Error, IsAnonymousType: false, IsRefLikeType: false }
                && named.TypeArguments.All(IsSpeakable),
            _ => false,
        };
    }

    public static bool IsReachable(INamedTypeSymbol type)
    {
        return type.OutwardTypes().All(static each => !each.IsFileLocal && !IsHidden(each) && (each.CanBeReferencedByName || each.IsTupleType));
    }

    /// <summary>The accessibility that a member of a public class inside <paramref name="owner"/> can have when these types stand in it; null for none.</summary>
    public static string? AccessFor(IEnumerable<ITypeSymbol> types, INamedTypeSymbol owner)
    {
        string access = "public";
        foreach (INamedTypeSymbol part in types.SelectMany(Parts).SelectMany(static type => type.OutwardTypes()))
        {
            if (IsHidden(part) && !IsHiddenInside(owner, part.ContainingType))
            {
                return null;
            }

            if (part.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal)
            {
                access = "internal";
            }
        }

        return access;
    }

    private static bool IsHidden(INamedTypeSymbol type) =>
        type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;

    // Then nobody who cannot see the type can see the owner either.
    private static bool IsHiddenInside(INamedTypeSymbol owner, INamedTypeSymbol container)
    {
        return owner.OutwardTypes().Any(
            each => IsHidden(each) && each.ContainingType.OutwardTypes().Contains(container, SymbolEqualityComparer.Default));
    }

    private static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol type)
    {
        return type switch
        {
            IArrayTypeSymbol array => Parts(array.ElementType),
            INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Prepend(named),
            _ => [],
        };
    }
}

using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>How instances of a class with tasks are made.</summary>
internal static class ConstructorRules
{
    private const string Chosen = "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";

    public static IMethodSymbol? Find(INamedTypeSymbol type)
    {
        IMethodSymbol[] all = [.. type.InstanceConstructors.Where(static each => each.DeclaredAccessibility == Accessibility.Public)];
        IMethodSymbol[] chosen = all.Length == 1 ? all : [.. all.Where(static each => each.Attribute(Chosen) is not null)];
        return chosen is [{ } constructor] ? constructor : null;
    }

    public static IEnumerable<Problem> Problems(INamedTypeSymbol type)
    {
        if (type.IsStatic)
        {
            yield break;
        }

        Location location = type.Locations[0];
        if (type.IsAbstract)
        {
            yield return new(Rules.Constructor, location, type.Name, "it is abstract; make its tasks static, or put them into a class that is not");
        }
        else if (Find(type) is not { } constructor)
        {
            bool hasSeveral = type.InstanceConstructors.Count(static each => each.DeclaredAccessibility == Accessibility.Public) > 1;
            yield return new(
                Rules.Constructor,
                location,
                type.Name,
                hasSeveral
                    ? "it has several public constructors; leave one, or mark one with [ActivatorUtilitiesConstructor]"
                    : "it has no public constructor; add one that takes the services its tasks need");
        }
        else if (constructor.Parameters.FirstOrDefault(static parameter => !IsUsable(parameter)) is { } unusable)
        {
            yield return new(
                Rules.Constructor,
                location,
                type.Name,
                $"the parameter '{unusable.Name}' of its constructor is {unusable.Type.Words()}, which is no service");
        }
        else if (HasRequiredMembers(type) && constructor.Attribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is null)
        {
            yield return new(Rules.Constructor, location, type.Name, "it has required members; take what they need in the constructor");
        }
    }

    private static bool IsUsable(IParameterSymbol parameter)
    {
        return parameter.RefKind == RefKind.None
            && parameter.Type is { IsRefLikeType: false, TypeKind: not (TypeKind.Pointer or TypeKind.FunctionPointer) };
    }

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        return type.WithBases().SelectMany(static each => each.GetMembers())
            .Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
    }
}

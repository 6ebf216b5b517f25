using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Downbeat.Generators.Analyzers;

/// <summary>Which types can have tasks.</summary>
internal static class TypeRules
{
    /// <summary>Why nothing can be generated into a type that has tasks.</summary>
    public static IEnumerable<Problem> Problems(INamedTypeSymbol type)
    {
        return OwnProblems(type).Concat(type.OutwardTypes().Where(static each => !IsPartial(each)).Select(each => NotPartial(each, type)));
    }

    /// <summary>What is wrong with the type itself, apart from those around it.</summary>
    public static IEnumerable<Problem> OwnProblems(INamedTypeSymbol type)
    {
        Location location = type.Locations[0];
        if (type.TypeKind != TypeKind.Class || type.IsRecord)
        {
            yield return new(Rules.Kind, location, type.Name, "tasks belong in a class, and this is a " + KindOf(type));
        }
        else if (type.IsFileLocal)
        {
            yield return new(Rules.Kind, location, type.Name, "generated code cannot see a type that is local to its file");
        }
        else if (type.OutwardTypes().Any(static each => each.IsGenericType && each.TypeParameters.Length > 0))
        {
            yield return new(Rules.Generic, location, type.NameInContainers());
        }

        IEnumerable<ISymbol> named = type.GetMembers(Names.Definitions).Concat(type.GetMembers(Names.Signatures));
        foreach (ISymbol taken in named.Where(static member => !IsGenerated(member)))
        {
            yield return new(Rules.MemberTaken, taken.Locations[0], $"{type.Name}.{taken.Name}", taken.Name);
        }
    }

    public static Problem NotPartial(INamedTypeSymbol type, INamedTypeSymbol owner)
    {
        return new(Rules.Partial, type.Locations[0], type.NameInContainers(), owner.NameInContainers());
    }

    public static bool IsPartial(INamedTypeSymbol type)
    {
        return type.DeclaringSyntaxReferences.Any(
            static reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
    }

    /// <summary>The methods of a type that are marked as tasks.</summary>
    public static IEnumerable<IMethodSymbol> TasksOf(INamedTypeSymbol type)
    {
        return type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.Attribute(Names.BackgroundTask) is not null);
    }

    private static bool IsGenerated(ISymbol member)
    {
        return member.Attribute("System.CodeDom.Compiler.GeneratedCodeAttribute") is { ConstructorArguments: [{ Value: Writing.SourceWriter.Tool }, ..] };
    }

    private static string KindOf(INamedTypeSymbol type) =>
        (type.IsRecord ? "record " : "") + type.TypeKind.ToString().ToLowerInvariant();
}

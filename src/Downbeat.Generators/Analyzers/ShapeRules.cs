using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>Which methods can be called with what a message holds. Whatever breaks one of these rules is left out by the generator.</summary>
internal static class ShapeRules
{
    /// <summary>What is wrong with a method that is marked as a task.</summary>
    public static IEnumerable<Problem> Problems(IMethodSymbol method)
    {
        Location location = method.Locations[0];
        if (NoOrdinaryMethod(method) is { } reason)
        {
            return [new(Rules.Kind, location, method.Name.Length > 0 ? method.Name : "a lambda", reason)];
        }

        return method.IsGenericMethod ? [new(Rules.Generic, location, method.Name)] : CallableProblems(method, location);
    }

    /// <summary>What is wrong with the parameters and the return type of a method or a lambda.</summary>
    public static IEnumerable<Problem> CallableProblems(IMethodSymbol method, Location location)
    {
        bool hasToken = false;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            Location at = InSource(parameter, location);
            if (parameter.RefKind != RefKind.None)
            {
                yield return new(Rules.ByReference, at, parameter.Name);
            }
            else if (Unspeakable(parameter.Type) is { } what)
            {
                yield return new(Rules.Json, at, $"The parameter '{parameter.Name}'", $"{parameter.Type.Words()} is {what}");
            }
            else if (ParameterReader.SourceOf(parameter) == ParameterSource.Token)
            {
                if (hasToken)
                {
                    yield return new(Rules.Tokens, at, parameter.Name);
                }

                hasToken = true;
            }
        }

        if (ReturnProblem(method) is { } why)
        {
            yield return new(Rules.ReturnType, location, method.ReturnsVoid ? "async void" : method.ReturnType.Words(), why);
        }
    }

    /// <summary>Whether the compiler itself does not know a type; then it says so.</summary>
    public static bool HasUnknownTypes(IMethodSymbol method)
    {
        return IsUnknown(method.ReturnType) || method.Parameters.Any(static parameter => IsUnknown(parameter.Type));
    }

    private static bool IsUnknown(ITypeSymbol type)
    {
        return type.TypeKind == TypeKind.Error
            || (type is IArrayTypeSymbol array && IsUnknown(array.ElementType))
            || (type is INamedTypeSymbol named && named.TypeArguments.Any(IsUnknown));
    }

    private static Location InSource(IParameterSymbol parameter, Location otherwise)
    {
        return parameter.Locations is [{ IsInSource: true } own] && own.SourceTree == otherwise.SourceTree ? own : otherwise;
    }

    private static string? NoOrdinaryMethod(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary => method.IsAbstract ? "it is abstract" : null,
        MethodKind.LocalFunction => "it is a local function; make it a method of a class, or add it with AddTask",
        MethodKind.AnonymousFunction => "it is a lambda; add it with AddTask and no attribute",
        MethodKind.ExplicitInterfaceImplementation => "it implements an interface explicitly",
        _ => "it is no ordinary method",
    };

    private static string? ReturnProblem(IMethodSymbol method)
    {
        ITypeSymbol returned = method.ReturnType;
        return method is { ReturnsVoid: true, IsAsync: true } ? ": return Task"
            : method.ReturnsByRef || method.ReturnsByRefReadonly ? ": return a copy"
            : CallableReader.ResultOf(returned) is not { } result ? null
            : Unspeakable(result) is not null ? ": return an array"
            : IsAsyncSequence(result) ? ": return a list"
            : HasAwaiter(result) ? ": await it and return what comes of it"
            : null;
    }

    /// <summary>What a type that cannot be a type argument is; null for all others.</summary>
    private static string? Unspeakable(ITypeSymbol type)
    {
        return type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer ? "a pointer into this process"
            : type is INamedTypeSymbol { IsRefLikeType: true } ? "a view of memory that lives on the stack; take an array"
            : type is IArrayTypeSymbol array ? Unspeakable(array.ElementType)
            : null;
    }

    private static bool IsAsyncSequence(ITypeSymbol type) => type.OriginalDefinition.Is("System.Collections.Generic.IAsyncEnumerable`1");

    private static bool HasAwaiter(ITypeSymbol type)
    {
        return type.WithBases().SelectMany(static each => each.GetMembers("GetAwaiter"))
            .Any(static member => member is IMethodSymbol { Parameters.Length: 0, IsStatic: false, DeclaredAccessibility: Accessibility.Public });
    }
}

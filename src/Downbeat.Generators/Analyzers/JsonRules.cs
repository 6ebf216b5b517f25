using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>
/// Finds what JSON cannot hold in a type, through its elements and properties. It speaks up only where the serializer is sure to fail or to lose
/// something; a type with its own converter is left alone.
/// </summary>
internal sealed class JsonRules
{
    private static readonly (string Type, string Is)[] Leaves =
    [
        ("System.IntPtr", "a handle of this process"),
        ("System.UIntPtr", "a handle of this process"),
        ("System.Delegate", "a delegate, and code does not travel"),
        ("System.Type", "a type of this program; send its name"),
        ("System.Reflection.MemberInfo", "a piece of this program; send its name"),
        ("System.Reflection.Assembly", "a piece of this program; send its name"),
        ("System.Linq.Expressions.Expression", "an expression, and code does not travel"),
        ("System.IO.Stream", "a stream; send the bytes, or where they are"),
        ("System.IO.TextReader", "a reader; send the text, or where it is"),
        ("System.IO.TextWriter", "a writer; return the text"),
        ("System.Threading.CancellationToken", "a token of this process; take one as a parameter of the task itself"),
        ("System.Threading.CancellationTokenSource", "part of this process; take a CancellationToken"),
        ("System.Threading.Tasks.Task", "work in this process; await it and send what comes of it"),
        ("System.Threading.Tasks.ValueTask", "work in this process; await it and send what comes of it"),
        ("System.Threading.Tasks.ValueTask`1", "work in this process; await it and send what comes of it"),
        ("System.Threading.Thread", "part of this process"),
        ("System.Exception", "an exception; send its message"),
        ("System.IServiceProvider", "a service"),
        ("System.MarshalByRefObject", "part of this process"),
    ];

    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly bool _isRead;

    private JsonRules(bool isRead) => _isRead = isRead;

    /// <summary>What is wrong with a type, as the end of a sentence; null when nothing is.</summary>
    /// <param name="type">The type of a parameter or a result.</param>
    /// <param name="isRead">Whether it is read from JSON too, so that the serializer must be able to make one.</param>
    public static string? Find(ITypeSymbol type, bool isRead) => new JsonRules(isRead).Find(type, type.Words());

    private string? Find(ITypeSymbol type, string path)
    {
        return type switch
        {
            IArrayTypeSymbol { Rank: > 1 } => $"{path} is an array with several dimensions; take an array of arrays",
            IArrayTypeSymbol array => Find(array.ElementType, path),
            IPointerTypeSymbol or IFunctionPointerTypeSymbol => $"{path} is a pointer into this process",
            INamedTypeSymbol { TypeKind: not (TypeKind.Enum or TypeKind.Error) } named when _seen.Add(named) && !HasOwnForm(named) =>
                FindNamed(named, path),
            _ => null,
        };
    }

    private string? FindNamed(INamedTypeSymbol type, string path)
    {
        if (type.NullableValue() is { } value)
        {
            return Find(value, path);
        }

        if (type.IsRefLikeType)
        {
            return $"{path} is a view of memory that lives on the stack; take an array";
        }

        if (type.IsTupleType || type.OriginalDefinition.FullName().StartsWith("System.ValueTuple`", StringComparison.Ordinal))
        {
            return $"{path} is a tuple, whose members JSON leaves out; use a record";
        }

        foreach ((string leaf, string what) in Leaves)
        {
            if (type.WithBases().Any(each => each.OriginalDefinition.Is(leaf)))
            {
                return $"{path} is {what}";
            }
        }

        if (type.OriginalDefinition.Is("System.Collections.Generic.IAsyncEnumerable`1"))
        {
            return $"{path} is an asynchronous sequence; take a list";
        }

        return FindInCollection(type, path, out bool isCollection)
            ?? (isCollection || IsOfTheLibrary(type) ? FindInArguments(type, path) : FindInMembers(type, path));
    }

    private string? FindInCollection(INamedTypeSymbol type, string path, out bool isCollection)
    {
        INamedTypeSymbol[] shapes = [.. type.AllInterfaces.Prepend(type)];
        isCollection = shapes.Any(static shape => shape.Is("System.Collections.IEnumerable"));
        foreach (INamedTypeSymbol shape in shapes.Where(static shape => shape.TypeArguments.Length == 2))
        {
            if (shape.OriginalDefinition.FullName()
                is "System.Collections.Generic.IDictionary`2" or "System.Collections.Generic.IReadOnlyDictionary`2")
            {
                return IsKey(shape.TypeArguments[0])
                    ? Find(shape.TypeArguments[1], path)
                    : $"{path} has keys of the type {shape.TypeArguments[0].Words()}, and JSON's keys are texts";
            }
        }

        foreach (INamedTypeSymbol shape in shapes)
        {
            bool isSequence = shape.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;
            if (isSequence && type.SpecialType != SpecialType.System_String)
            {
                return Find(shape.TypeArguments[0], path);
            }
        }

        return null;
    }

    private string? FindInArguments(INamedTypeSymbol type, string path)
    {
        return type.TypeArguments.Select(argument => Find(argument, path)).FirstOrDefault(static problem => problem is not null);
    }

    private string? FindInMembers(INamedTypeSymbol type, string path)
    {
        IMethodSymbol? constructor = null;
        if (_isRead && JsonConstruction.Problem(type, out constructor) is { } problem)
        {
            return $"{path} {problem}";
        }

        foreach (IPropertySymbol property in JsonConstruction.Properties(type))
        {
            bool isUsed = _isRead
                ? property.SetMethod is { DeclaredAccessibility: Accessibility.Public } || JsonConstruction.Takes(constructor, property)
                : property.GetMethod is { DeclaredAccessibility: Accessibility.Public };
            if (isUsed && !HasOwnForm(property) && Find(property.Type, $"{path}.{property.Name}") is { } inside)
            {
                return inside;
            }
        }

        return null;
    }

    private static bool HasOwnForm(ISymbol symbol) => symbol.Attribute("System.Text.Json.Serialization.JsonConverterAttribute") is not null;

    private static bool IsOfTheLibrary(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        return type.SpecialType != SpecialType.None || space == "System" || space.StartsWith("System.", StringComparison.Ordinal)
            || space.StartsWith("Microsoft.", StringComparison.Ordinal);
    }

    private static bool IsKey(ITypeSymbol type)
    {
        return type.SpecialType != SpecialType.None || type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter || HasOwnForm(type)
            || (type is INamedTypeSymbol named && IsOfTheLibrary(named) && named.TypeArguments.Length == 0);
    }
}

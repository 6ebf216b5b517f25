using System.Xml;
using System.Xml.Linq;
using Downbeat.Generators.Analyzers;
using Downbeat.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>Reads a method marked as a task. Nothing of the compiler's stays in what comes out.</summary>
internal static class DeclarationReader
{
    public static Declaration? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IMethodSymbol { ContainingType: { } type } method || TypeRules.Problems(type).Any())
        {
            return null;
        }

        AttributeData attribute = context.Attributes[0];
        bool isUsable = attribute.Text() is not null && !ShapeRules.Problems(method).Any() && !ShapeRules.HasUnknownTypes(method)
            && (method.IsStatic || !ConstructorRules.Problems(type).Any());
        return new Declaration(ReadClass(type), isUsable ? ReadMethod(method, attribute, cancellationToken) : null);
    }

    private static TaskClass ReadClass(INamedTypeSymbol type)
    {
        INamedTypeSymbol[] outward = [.. type.OutwardTypes()];
        return new TaskClass(
            type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.Qualified() : null,
            Enumerable.Reverse(outward).Select(Header).ToEquatable(),
            type.Qualified(),
            type.NameInContainers(),
            type.IsStatic,
            Visibility.IsReachable(type))
        {
            Constructor = ConstructorRules.Find(type) is { } constructor
                ? constructor.Parameters.Select(ParameterReader.OfConstructor).ToEquatable()
                : default,
            Disposal = type.Implements("System.IAsyncDisposable") ? Disposal.Asynchronous
                : type.Implements("System.IDisposable") ? Disposal.Synchronous
                : Disposal.None,
        };
    }

    private static string Header(INamedTypeSymbol type)
    {
        string kind = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        return $"partial {kind} {Literals.Identifier(type.Name)}";
    }

    private static TaskMethod ReadMethod(IMethodSymbol method, AttributeData attribute, CancellationToken cancellationToken)
    {
        string name = attribute.Text()!;
        XElement? documentation = Documentation(method, cancellationToken);
        Callable callable = CallableReader.Read(method, method.ReturnType, documentation);
        IEnumerable<ITypeSymbol> exposed = method.Parameters
            .Where(static parameter => ParameterReader.SourceOf(parameter) == ParameterSource.Message)
            .Select(static parameter => parameter.Type);
        if (CallableReader.ResultOf(method.ReturnType) is { } result)
        {
            exposed = exposed.Append(result);
        }

        return new TaskMethod(name, method.Name, method.IsStatic, callable)
        {
            Options = OptionsReader.Read(attribute),
            Periodics = PeriodicReader.Read(method, name),
            SignatureAccess = Visibility.AccessFor(exposed, method.ContainingType),
            Summary = documentation?.Element("summary")?.ToString(),
        };
    }

    private static XElement? Documentation(IMethodSymbol method, CancellationToken cancellationToken)
    {
        string? xml = method.GetDocumentationCommentXml(cancellationToken: cancellationToken);
        if (string.IsNullOrWhiteSpace(xml))
        {
            return null;
        }

        try
        {
            return XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // A comment that is no XML is the compiler's to tell of.
            return null;
        }
    }
}

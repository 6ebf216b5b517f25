using System.Xml.Linq;
using Downbeat.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>Tells parameters apart by the rules that the kernel follows where no generator is at work.</summary>
internal static class ParameterReader
{
    public const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    private static readonly string[] FromServices = ["Downbeat.FromServicesAttribute", "Microsoft.AspNetCore.Mvc.FromServicesAttribute"];

    /// <summary>Types that could be disposed, so that they would be services, but that nobody registers: somebody meant to send them.</summary>
    private static readonly string[] NeverMeant =
        ["System.IO.Stream", "System.Threading.Tasks.Task", "System.Threading.CancellationTokenSource"];

    public static ParameterSource SourceOf(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type;
        return type.Is("System.Threading.CancellationToken") ? ParameterSource.Token
            : type.Is("Downbeat.TaskContext") ? ParameterSource.Context
            : KeyOf(parameter) is not null ? ParameterSource.KeyedService
            : IsMarked(parameter) || IsServiceType(type) ? ParameterSource.Service
            : ParameterSource.Message;
    }

    public static Parameter OfTask(IParameterSymbol parameter, XElement? documentation = null)
    {
        ParameterSource source = SourceOf(parameter);
        return Create(parameter, source) with
        {
            DefaultJson = source == ParameterSource.Message ? Defaults.Json(parameter) : null,
            RefusesNull = source == ParameterSource.Message
                && parameter is { Type.IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated }
                && parameter is not { HasExplicitDefaultValue: true, ExplicitDefaultValue: null },
            IsOpen = source == ParameterSource.Message && IsOpen(parameter.Type),
            Documentation = documentation?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == parameter.Name)?.ToString(),
        };
    }

    /// <summary>Everything a constructor takes is a service, but what describes the run.</summary>
    public static Parameter OfConstructor(IParameterSymbol parameter)
    {
        ParameterSource source = SourceOf(parameter);
        return Create(parameter, source == ParameterSource.Message ? ParameterSource.Service : source);
    }

    private static Parameter Create(IParameterSymbol parameter, ParameterSource source)
    {
        ITypeSymbol type = parameter.Type;
        return new Parameter(parameter.Name, source, type.Qualified(), type.Bare(), type.Words())
        {
            ErasedType = type.Erased(),
            Default = Defaults.Code(parameter),
            Key = source == ParameterSource.KeyedService ? Literals.Constant(KeyOf(parameter)!.Value) : null,
            IsOptional = source is ParameterSource.Service or ParameterSource.KeyedService
                && (parameter.HasExplicitDefaultValue || parameter.NullableAnnotation == NullableAnnotation.Annotated),
        };
    }

    private static TypedConstant? KeyOf(IParameterSymbol parameter)
    {
        return parameter.Attribute(FromKeyedServices) is { ConstructorArguments: [{ IsNull: false } key] } ? key : null;
    }

    private static bool IsMarked(IParameterSymbol parameter)
    {
        return parameter.GetAttributes().Any(
            static attribute => attribute.AttributeClass is { } type && (FromServices.Any(type.Is) || type.Is(FromKeyedServices)));
    }

    private static bool IsServiceType(ITypeSymbol type)
    {
        return type.TypeKind == TypeKind.Interface ? !IsCollection(type)
            : type.TypeKind == TypeKind.Delegate
                || (IsDisposable(type) && !type.Is("System.Text.Json.JsonDocument") && !NeverMeant.Any(type.IsOrDerivesFrom));
    }

    // An asynchronous sequence stands among the collections as well, and is refused as one that JSON cannot hold.
    private static bool IsCollection(ITypeSymbol type)
    {
        return type.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) == true
            && (type.Implements("System.Collections.IEnumerable") || type.OriginalDefinition.Is("System.Collections.Generic.IAsyncEnumerable`1"));
    }

    private static bool IsDisposable(ITypeSymbol type) => type.Implements("System.IDisposable") || type.Implements("System.IAsyncDisposable");

    private static bool IsOpen(ITypeSymbol type)
    {
        return type switch
        {
            IArrayTypeSymbol array => IsOpen(array.ElementType),
            { TypeKind: TypeKind.Interface } => true,
            { TypeKind: TypeKind.Class, IsSealed: false, SpecialType: SpecialType.None } =>
                type.ContainingNamespace?.ToDisplayString() is { } space
                && space != "System.Text.Json.Nodes" && !space.StartsWith("System.Collections", StringComparison.Ordinal),
            _ => false,
        };
    }
}

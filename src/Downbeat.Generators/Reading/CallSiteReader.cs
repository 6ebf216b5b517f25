using Downbeat.Generators.Analyzers;
using Downbeat.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Downbeat.Generators.Reading;

/// <summary>Reads calls of <c>AddTask</c> with a lambda or a method.</summary>
internal static class CallSiteReader
{
    public static bool MayBeCall(SyntaxNode node)
    {
        return node is InvocationExpressionSyntax { ArgumentList.Arguments.Count: >= 2 } call && NameOf(call.Expression) == Names.AddTask;
    }

    /// <summary>The method or lambda that a call of <c>AddTask</c> registers; null for other calls and for delegates from elsewhere.</summary>
    public static IDelegateCreationOperation? Handler(IInvocationOperation call)
    {
        if (!IsAddTask(call.TargetMethod))
        {
            return null;
        }

        IOperation? value = call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == Names.Handler)?.Value;
        while (value is IConversionOperation { IsImplicit: true } or IConversionOperation { Conversion.IsIdentity: true })
        {
            value = ((IConversionOperation)value).Operand;
        }

        return value as IDelegateCreationOperation;
    }

    public static IMethodSymbol? MethodOf(IDelegateCreationOperation? handler) => handler?.Target switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };

    /// <summary>The call when generated code can stand in for it; null otherwise.</summary>
    public static CallSite? Read(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        if (!MayBeCall(node)
            || model.GetOperation(node, cancellationToken) is not IInvocationOperation call
            || Handler(call) is not { } handler
            || MethodOf(handler) is not { } method
            || ShapeRules.CallableProblems(method, node.GetLocation()).Any()
            || !CanBeWritten(method)
            || model.GetInterceptableLocation((InvocationExpressionSyntax)node, cancellationToken) is not { } location)
        {
            return null;
        }

        Callable callable = CallableReader.Read(method, method.ReturnType);
        FileLinePositionSpan line = node.GetLocation().GetMappedLineSpan();
        string place = $"{Path.GetFileName(line.Path)}, line {line.StartLinePosition.Line + 1}";
        string declaredBy = method.MethodKind == MethodKind.AnonymousFunction
            ? place
            : $"{method.ContainingType.NameInContainers()}.{method.Name} in {place}";
        return new CallSite(location.GetInterceptsLocationAttributeSyntax(), declaredBy, callable) { HandlerType = TypeOf(handler) };
    }

    public static bool IsAddTask(IMethodSymbol method)
    {
        return (method.ReducedFrom ?? method) is { Name: Names.AddTask } full && full.ContainingType.Is(Names.AddTaskClass);
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: { } name } => name,
        MemberBindingExpressionSyntax { Name.Identifier.Text: { } name } => name,
        IdentifierNameSyntax { Identifier.Text: { } name } => name,
        _ => null,
    };

    private static bool CanBeWritten(IMethodSymbol method)
    {
        return method.Parameters.All(static parameter => Visibility.IsSpeakable(parameter.Type) && !parameter.IsParams)
            && (method.ReturnsVoid || Visibility.IsSpeakable(method.ReturnType));
    }

    // A lambda with defaults has a delegate type without a name; another lambda of the same shape has the same one.
    private static string? TypeOf(IDelegateCreationOperation handler)
    {
        return handler.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate } type && Visibility.IsSpeakable(type) && !type.IsImplicitlyDeclared
            ? type.Qualified()
            : null;
    }
}

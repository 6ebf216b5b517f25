using System.Xml.Linq;
using Downbeat.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

internal static class CallableReader
{
    public static Callable Read(IMethodSymbol method, ITypeSymbol returned, XElement? documentation = null)
    {
        ITypeSymbol? result = ResultOf(returned);
        bool isAwaited = IsAwaitable(returned);
        ReturnKind kind = (isAwaited, result) switch
        {
            (true, null) => ReturnKind.Awaitable,
            (true, _) => ReturnKind.AwaitableValue,
            (false, null) => ReturnKind.Nothing,
            _ => ReturnKind.Value,
        };
        return new Callable(
            method.Parameters.Select(parameter => ParameterReader.OfTask(parameter, documentation)).ToEquatable(),
            kind,
            returned.Qualified(),
            result?.Qualified(),
            result?.Words());
    }

    /// <summary>The type of the task's result; null when it has none.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol returned)
    {
        return returned.SpecialType == SpecialType.System_Void ? null
            : !IsAwaitable(returned) ? returned
            : returned is INamedTypeSymbol { TypeArguments: [{ } result] } ? result
            : null;
    }

    /// <summary>Whether it is one of the four types a task may be awaited as.</summary>
    public static bool IsAwaitable(ITypeSymbol type)
    {
        return type.OriginalDefinition.FullName() is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1"
            or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1";
    }
}

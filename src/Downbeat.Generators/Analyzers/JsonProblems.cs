using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>Parameters and results of methods and lambdas that cannot be JSON.</summary>
internal static class JsonProblems
{
    /// <summary>Finds them in a method whose shape has no problems.</summary>
    public static IEnumerable<Problem> Of(IMethodSymbol method, Location location, string task)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (ParameterReader.SourceOf(parameter) == ParameterSource.Message && JsonRules.Find(parameter.Type, isRead: true) is { } problem)
            {
                Location own = parameter.Locations is [{ IsInSource: true } at] && at.SourceTree == location.SourceTree ? at : location;
                yield return new(Rules.Json, own, $"The parameter '{parameter.Name}' of the task '{task}'", problem);
            }
        }

        if (CallableReader.ResultOf(method.ReturnType) is { } result && JsonRules.Find(result, isRead: false) is { } unwritable)
        {
            yield return new(Rules.Json, location, $"The result of the task '{task}'", unwritable);
        }
    }
}

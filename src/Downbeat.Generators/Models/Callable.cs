namespace Downbeat.Generators.Models;

/// <summary>What a method or a lambda takes and gives.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Return">What it gives back.</param>
/// <param name="ReturnType">Its return type as generated code writes it.</param>
/// <param name="ResultType">The type of its result as generated code writes it; null when it has none.</param>
/// <param name="ResultWords">The type of its result as people write it; null when it has none.</param>
internal sealed record Callable(
    EquatableArray<Parameter> Parameters, ReturnKind Return, string ReturnType, string? ResultType, string? ResultWords)
{
    public IEnumerable<Parameter> FromMessage => Parameters.Where(static parameter => parameter.Source == ParameterSource.Message);
}
